#include "api/dialects/binance/stream_table.hpp"

namespace api::binance {

Topic::Envelope envelope_of(std::string_view stream) {
    std::string before;
    Json json{before};
    json.begin_object();
    json.text("stream", stream);
    json.name("data");
    return {.before = std::move(before), .after = "}"};
}

Stream& StreamTable::add(const std::string& text, const StreamName& name, core::MarketId market,
                         TimeUnit unit) {
    const auto [it, added] = streams_.try_emplace(
        {text, unit}, Stream{name, market, unit, Topic{text, envelope_of(text)}});
    if (added) subjects_[name.kind][market].push_back(&it->second);
    return it->second;
}

Stream* StreamTable::find(const std::string& text, TimeUnit unit) {
    const auto it = streams_.find({text, unit});
    return it == streams_.end() ? nullptr : &it->second;
}

void StreamTable::remove(const std::string& text, TimeUnit unit) {
    const auto it = streams_.find({text, unit});
    if (it == streams_.end()) return;
    ByMarket& markets = subjects_[it->second.name.kind];
    const auto subject = markets.find(it->second.market);
    std::erase(subject->second, &it->second);
    if (subject->second.empty()) markets.erase(subject);
    streams_.erase(it);
}

const StreamTable::ByMarket& StreamTable::of(StreamKind kind) const {
    static const ByMarket none;
    const auto it = subjects_.find(kind);
    return it == subjects_.end() ? none : it->second;
}

std::span<Stream* const> StreamTable::of(StreamKind kind, core::MarketId market) const {
    const ByMarket& markets = of(kind);
    const auto it = markets.find(market);
    return it == markets.end() ? std::span<Stream* const>{} : it->second;
}

const Figures& Voice::figures(core::MarketId market) {
    const auto known = figures_.find(market);
    if (known != figures_.end()) return known->second;
    const views::Live::Read live = live_.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    return figures_.try_emplace(market, catalogue, catalogue.market(market)).first->second;
}

}  // namespace api::binance
