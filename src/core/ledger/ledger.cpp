#include "core/ledger/ledger.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {
bool sums_to_zero(const Postings& postings) {
    for (std::size_t i = 0; i < postings.size(); ++i) {
        // Postings of one asset mostly stand together: one sum for all of them is enough.
        if (i != 0 && postings[i].asset == postings[i - 1].asset) continue;
        Amount sum;
        for (const Posting& posting : postings) {
            if (posting.asset == postings[i].asset) sum += posting.delta;
        }
        if (sum != Amount{}) return false;
    }
    return true;
}

Amount& Ledger::bucket(AccountId account, AssetId asset, Bucket which) {
    CHECK(account.value != 0 && asset.value != 0);
    if (asset.value >= by_asset_.size()) by_asset_.resize(asset.value + 1);
    std::vector<Balance>& accounts = by_asset_[asset.value];
    if (account.value >= accounts.size()) accounts.resize(account.value + 1);
    Balance& balance = accounts[account.value];
    return which == Bucket::available ? balance.available : balance.held;
}

void Ledger::apply(const Posted& event) {
    CHECK(sums_to_zero(event.postings));
    for (const Posting& posting : event.postings) {
        Amount& balance = bucket(posting.account, posting.asset, posting.bucket);
        balance += posting.delta;
        CHECK(balance == posting.after);
        CHECK(balance >= Amount{} || posting.account == outside);
    }
}

Amount Ledger::sum(AssetId asset) const {
    Amount sum;
    if (asset.value >= by_asset_.size()) return sum;
    for (const Balance& balance : by_asset_[asset.value]) sum += balance.available + balance.held;
    return sum;
}

std::uint64_t Ledger::accounts_end() const {
    std::size_t end = 0;
    for (const auto& accounts : by_asset_) end = std::max(end, accounts.size());
    return end;
}

std::uint32_t Ledger::assets_end() const { return static_cast<std::uint32_t>(by_asset_.size()); }

void Ledger::restore(AccountId account, AssetId asset, const Balance& balance) {
    bucket(account, asset, Bucket::available) = balance.available;
    bucket(account, asset, Bucket::held) = balance.held;
}

bool operator==(const Ledger& a, const Ledger& b) {
    const std::uint64_t accounts = std::max(a.accounts_end(), b.accounts_end());
    const std::uint32_t assets = std::max(a.assets_end(), b.assets_end());
    for (std::uint32_t asset = 0; asset < assets; ++asset) {
        for (std::uint64_t account = 0; account < accounts; ++account) {
            if (!(a.balance(AccountId{account}, AssetId{asset}) ==
                  b.balance(AccountId{account}, AssetId{asset}))) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace core
