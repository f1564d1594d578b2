#include "views/market/market_view.hpp"

#include <variant>

#include "base/check.hpp"

namespace views {

void MarketView::apply(const core::Record& record) {
    for (const core::Event& event : record.events) {
        if (const auto* defined = std::get_if<core::MarketDefined>(&event)) {
            define(defined->market);
        } else if (const auto* traded = std::get_if<core::Traded>(&event)) {
            trade(record.stamp, *traded);
        }
    }
}

void MarketView::define(const core::Market& market) {
    CHECK(market.id.value == markets_.size() + 1);
    markets_.push_back(std::make_unique<Facts>());
    markets_.back()->lot = market.lot;
}

void MarketView::trade(core::Stamp stamp, const core::Traded& trade) {
    Facts& market = facts(trade.market);
    market.bars.add(stamp.time, bar_of(trade, market.lot));
    market.tape.add(stamp, trade);
}

const MarketView::Facts& MarketView::facts(core::MarketId market) const {
    CHECK(market.value >= 1 && market.value <= markets_.size());
    return *markets_[market.value - 1];
}

MarketView::Facts& MarketView::facts(core::MarketId market) {
    return const_cast<Facts&>(std::as_const(*this).facts(market));
}

std::uint64_t MarketView::book_updates(core::MarketId market) const {
    return facts(market).book_updates;
}

const PublicTrade* MarketView::last_trade(core::MarketId market) const {
    return facts(market).tape.last();
}

AggregateId MarketView::last_aggregate(core::MarketId market) const {
    return facts(market).tape.last_aggregate();
}

std::optional<std::vector<PublicTrade>> MarketView::trades(core::MarketId market,
                                                           const Page& page) const {
    return facts(market).tape.trades(page);
}

std::optional<std::vector<AggregateTrade>> MarketView::aggregates(core::MarketId market,
                                                                  const Page& page) const {
    return facts(market).tape.aggregates(page);
}

void MarketView::encode(base::Bytes& out) const {
    base::encode(out, static_cast<std::uint32_t>(markets_.size()));
    for (const auto& market : markets_) {
        base::encode(out, market->lot);
        base::encode(out, market->book_updates);
        market->bars.encode(out);
        market->tape.encode(out);
    }
}

std::optional<MarketView> MarketView::decode(base::Decoder& in) {
    MarketView view;
    const auto count = in.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        Facts& market = *view.markets_.emplace_back(std::make_unique<Facts>());
        base::decode(in, market.lot);
        base::decode(in, market.book_updates);
        market.bars.decode(in);
        market.tape.decode(in);
    }
    if (!in.ok()) return std::nullopt;
    return view;
}

}  // namespace views
