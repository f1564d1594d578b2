#include "core/exchange/draft.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"

namespace core {

void Draft::clear() {
    events_.clear();
    used_ = 0;
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

Draft::Slot& Draft::slot(AccountId account, AssetId asset, Bucket bucket) {
    const std::uint64_t mask = slots_.size() - 1;
    const std::uint64_t name =
        account.value << 32 ^ asset.value << 2 ^ static_cast<unsigned>(bucket);
    for (std::uint64_t at = base::fold(name, 0x9E3779B97F4A7C15u);; ++at) {
        Slot& found = slots_[at & mask];
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

}  // namespace core
