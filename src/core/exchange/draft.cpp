#include "core/exchange/draft.hpp"

#include <utility>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace core {

void Draft::clear() {
    events_.clear();
    used_ = 0;
    closed_count_ = 0;
    if (slots_.size() > slots_min) slots_.assign(slots_min, {});
    ++turn_;
}

void Draft::open(PostingReason reason) {
    std::get<Posted>(events_.emplace_back(std::in_place_type<Posted>)).reason = reason;
}

void Draft::move(const Ledger& ledger, AccountId account, AssetId asset, Bucket bucket,
                 Amount delta) {
    if (delta == Amount{}) return;
    Slot& balance = slot(account, asset, bucket);
    if (balance.turn != turn_) {
        balance = Slot{turn_, account, asset, bucket, ledger.balance(account, asset, bucket)};
        ++used_;
    }
    balance.after += delta;
    std::get<Posted>(events_.back())
        .postings.push_back(Posting{account, asset, bucket, delta, balance.after});
    if (used_ * 2 > slots_.size()) grow();
}

Amount Draft::balance(const Ledger& ledger, AccountId account, AssetId asset, Bucket bucket) const {
    const Slot& moved = slot(account, asset, bucket);
    return moved.turn == turn_ ? moved.after : ledger.balance(account, asset, bucket);
}

Draft::Slot& Draft::slot(AccountId account, AssetId asset, Bucket bucket) {
    return const_cast<Slot&>(std::as_const(*this).slot(account, asset, bucket));
}

const Draft::Slot& Draft::slot(AccountId account, AssetId asset, Bucket bucket) const {
    const std::uint64_t mask = slots_.size() - 1;
    const std::uint64_t name =
        account.value << 32 ^ asset.value << 2 ^ static_cast<unsigned>(bucket);
    for (std::uint64_t at = base::fold(name, 0x9E3779B97F4A7C15u);; ++at) {
        const Slot& found = slots_[at & mask];
        if (found.turn != turn_ ||
            (found.account == account && found.asset == asset && found.bucket == bucket)) {
            return found;
        }
    }
}

void Draft::grow() {
    std::vector<Slot> before(slots_.size() * 2);
    before.swap(slots_);
    for (const Slot& old : before) {
        if (old.turn == turn_) slot(old.account, old.asset, old.bucket) = old;
    }
}

void Draft::close(const OrderClosed& event) {
    add(event);
    mark(event.order);
    if (++closed_count_ * 2 <= closed_.size()) return;
    std::vector<Closed> before(closed_.size() * 2);
    before.swap(closed_);
    for (const Closed& old : before) {
        if (old.turn == turn_) mark(old.order);
    }
}

void Draft::mark(OrderId order) {
    std::uint64_t at = order.value;
    while (closed_[at % closed_.size()].turn == turn_) ++at;
    closed_[at % closed_.size()] = {turn_, order};
}

bool Draft::is_closed(OrderId order) const {
    for (std::uint64_t at = order.value;; ++at) {
        const Closed& found = closed_[at % closed_.size()];
        if (found.turn != turn_) return false;
        if (found.order == order) return true;
    }
}

}  // namespace core
