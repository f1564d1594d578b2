#include "core/exchange/catalogue.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {

const Asset* Catalogue::find_asset(AssetId id) const {
    return id.value >= 1 && id.value <= assets_.size() ? &assets_[id.value - 1] : nullptr;
}

const Asset* Catalogue::find_asset(std::string_view code) const {
    const auto found =
        std::ranges::find(assets_, code, [](const Asset& a) { return a.code.view(); });
    return found == assets_.end() ? nullptr : &*found;
}

const Asset& Catalogue::asset(AssetId id) const {
    const Asset* found = find_asset(id);
    CHECK(found != nullptr);
    return *found;
}

const Market* Catalogue::find_market(std::string_view symbol) const {
    const auto found =
        std::ranges::find(markets_, symbol, [](const Market& m) { return m.symbol.view(); });
    return found == markets_.end() ? nullptr : &*found;
}

void Catalogue::add(const Asset& asset) {
    CHECK(asset.id.value == assets_.size() + 1);
    assets_.push_back(asset);
}

void Catalogue::add(const Market& market) {
    CHECK(market.id.value == markets_.size() + 1);
    markets_.push_back(market);
    facts_.emplace_back();
}

void Catalogue::set_mode(MarketId id, MarketMode mode, Timestamp reopens_at, ModeReason reason) {
    facts(id).reopens_at = reopens_at;
    facts(id).mode_reason = reason;
    markets_[id.value - 1].mode = mode;
}

Timestamp Catalogue::reopens_at(MarketId id) const { return facts(id).reopens_at; }

ModeReason Catalogue::mode_reason(MarketId id) const { return facts(id).mode_reason; }

TradeId Catalogue::last_trade(MarketId id) const { return facts(id).last_trade; }

void Catalogue::set_last_trade(MarketId id, TradeId trade) { facts(id).last_trade = trade; }

PreventionId Catalogue::last_prevention(MarketId id) const { return facts(id).last_prevention; }

void Catalogue::set_last_prevention(MarketId id, PreventionId prevention) {
    facts(id).last_prevention = prevention;
}

const ReferencePrice& Catalogue::reference(MarketId id) const { return facts(id).reference; }

ReferencePrice& Catalogue::reference(MarketId id) { return facts(id).reference; }

PriceRange Catalogue::range_of_breaker(const Market& market, Timestamp now) const {
    const auto reference = facts(market.id).reference.at(now);
    if (!reference) return {};
    constexpr std::int64_t whole = 1'000'000;
    return range_around(*reference, whole - std::min<std::int64_t>(whole, market.breaker),
                        whole + market.breaker);
}

Price Catalogue::auction_price(MarketId id) const { return facts(id).auction_price; }

void Catalogue::set_auction_price(MarketId id, Price price) {
    facts(id).auction_price = price;
    if (price == Price{}) {
        ending_auctions_.erase(id);
    } else {
        ending_auctions_.insert(id);
    }
}

}  // namespace core
