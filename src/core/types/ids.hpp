// What things are called inside the house. Every id counts from 1; 0 names nothing.
#pragma once

#include "base/id.hpp"

namespace core {

using AssetId = base::Id<struct AssetKind, std::uint32_t>;
using MarketId = base::Id<struct MarketKind, std::uint32_t>;
using CustomerId = base::Id<struct CustomerKind>;
using AccountId = base::Id<struct AccountKind>;
using KeyId = base::Id<struct KeyKind>;
using OrderId = base::Id<struct OrderKind>;  // one count for all markets
using TradeId = base::Id<struct TradeKind>;  // one count per market, without gaps

// Where a recorded command stands in the history of the house.
using Sequence = base::Id<struct SequenceKind>;

}  // namespace core
