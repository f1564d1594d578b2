// What every account has, by double entry.
//
//     balance = available + held, per account and asset
//
// Money moves only in Posted events. Each sums to zero per asset, states the balance after each of
// its postings, and takes nobody below zero but the outside world. All three are checked on each
// event, in release builds too: an event that breaks one is a broken promise of ours.
//
// Cost: O(1) per posting. Memory: 32 bytes per account and asset.
#pragma once

#include <cstdint>
#include <vector>

#include "base/prefetch.hpp"
#include "core/types/event.hpp"
#include "core/types/posting.hpp"

namespace core {

class Ledger {
  public:
    // Zero for accounts and assets that never had any.
    Balance balance(AccountId account, AssetId asset) const {
        const Balance* found = find(account, asset);
        return found == nullptr ? Balance{} : *found;
    }
    Amount balance(AccountId account, AssetId asset, Bucket bucket) const {
        const Balance* found = find(account, asset);
        if (found == nullptr) return {};
        return bucket == Bucket::available ? found->available : found->held;
    }

    void apply(const Posted& event);

    // The sum over all accounts, the outside world included: always zero.
    Amount sum(AssetId asset) const;
    std::uint64_t accounts_end() const;  // one past the largest account that has a balance
    std::uint32_t assets_end() const;

    // Asks for the memory of a balance that will be looked at soon. Changes nothing.
    void prefetch(AccountId account, AssetId asset) const {
        if (const Balance* found = find(account, asset)) base::prefetch_line(found);
    }

    // For snapshots only: sets a balance as it was.
    void restore(AccountId account, AssetId asset, const Balance& balance);

    friend bool operator==(const Ledger&, const Ledger&);

  private:
    const Balance* find(AccountId account, AssetId asset) const {
        if (asset.value >= by_asset_.size()) return nullptr;
        const std::vector<Balance>& accounts = by_asset_[asset.value];
        return account.value < accounts.size() ? &accounts[account.value] : nullptr;
    }
    Amount& bucket(AccountId account, AssetId asset, Bucket bucket);

    std::vector<std::vector<Balance>> by_asset_;  // [asset][account]
};

// Whether the deltas of the postings sum to zero for each asset among them.
bool sums_to_zero(const Postings& postings);

}  // namespace core
