// What things are called inside the house. Every id counts from 1; 0 names nothing.
#pragma once

#include "base/id.hpp"

namespace core {

using AssetId = base::Id<struct AssetTag, std::uint32_t>;
using MarketId = base::Id<struct MarketTag, std::uint32_t>;
using CustomerId = base::Id<struct CustomerTag>;
using AccountId = base::Id<struct AccountTag>;
using KeyId = base::Id<struct KeyTag>;
using UserId = base::Id<struct UserTag>;  // a person who signs in: a customer's, or staff
using SessionId = base::Id<struct SessionTag>;
using FactorId = base::Id<struct FactorTag>;
using PolicyId = base::Id<struct PolicyTag, std::uint32_t>;
using DocumentId = base::Id<struct DocumentTag>;
using LockId = base::Id<struct LockTag>;
using ProposalId = base::Id<struct ProposalTag>;
using IncidentId = base::Id<struct IncidentTag>;
using OrderId = base::Id<struct OrderIdTag>;  // one count for all markets
using OrderListId = base::Id<struct OrderListTag>;
using DeadManId = base::Id<struct DeadManTag>;
// A match that self-trade prevention kept from happening: one count per market.
using PreventionId = base::Id<struct PreventionTag>;
using TradeId = base::Id<struct TradeTag>;  // one count per market, without gaps

// Where a recorded command stands in the history of the house.
using Sequence = base::Id<struct SequenceTag>;

}  // namespace core
