// The assets and markets of the house, dense by id.
#pragma once

#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "core/matching/reference_price.hpp"
#include "core/types/market.hpp"
#include "core/types/time.hpp"

namespace core {

class Catalogue {
  public:
    const Asset* find_asset(AssetId id) const;
    const Asset* find_asset(std::string_view code) const;
    const Asset& asset(AssetId id) const;  // must exist
    const Market* find_market(MarketId id) const {
        return id.value >= 1 && id.value <= markets_.size() ? &markets_[id.value - 1] : nullptr;
    }
    const Market* find_market(std::string_view symbol) const;
    const Market& market(MarketId id) const {  // must exist
        CHECK(find_market(id) != nullptr);
        return markets_[id.value - 1];
    }

    std::span<const Asset> assets() const { return assets_; }     // by id
    std::span<const Market> markets() const { return markets_; }  // by id

    void add(const Asset& asset);
    void add(const Market& market);
    void set_mode(MarketId id, MarketMode mode, Timestamp reopens_at,
                  ModeReason reason = ModeReason::by_operator);
    Timestamp reopens_at(MarketId id) const;
    ModeReason mode_reason(MarketId id) const;

    // Trade ids of a market count from 1 without gaps.
    TradeId last_trade(MarketId id) const;
    void set_last_trade(MarketId id, TradeId trade);
    // So do the ids of its prevented self-trades.
    PreventionId last_prevention(MarketId id) const;
    void set_last_prevention(MarketId id, PreventionId prevention);

    const ReferencePrice& reference(MarketId id) const;
    ReferencePrice& reference(MarketId id);
    // Within which a trade may happen now, by the market's circuit breaker.
    PriceRange breaker_range(const Market& market, Timestamp now) const {
        return market.breaker == 0 ? PriceRange{} : range_of_breaker(market, now);
    }

    // At what price a call auction that ends trades; none where none ends.
    Price auction_price(MarketId id) const;
    void set_auction_price(MarketId id, Price price);
    const std::set<MarketId>& ending_auctions() const { return ending_auctions_; }

  private:
    struct MarketFacts {
        Timestamp reopens_at{never};
        ModeReason mode_reason{ModeReason::by_operator};
        TradeId last_trade;
        PreventionId last_prevention;
        ReferencePrice reference;
        Price auction_price;
    };
    MarketFacts& facts(MarketId id) {
        CHECK(find_market(id) != nullptr);
        return facts_[id.value - 1];
    }
    const MarketFacts& facts(MarketId id) const {
        CHECK(find_market(id) != nullptr);
        return facts_[id.value - 1];
    }
    PriceRange range_of_breaker(const Market& market, Timestamp now) const;

    std::vector<Asset> assets_;
    std::vector<Market> markets_;
    std::vector<MarketFacts> facts_;
    std::set<MarketId> ending_auctions_;
};

}  // namespace core
