// Operations that everybody may ask for: time, status, assets, markets.
#include "api/access/digest.hpp"
#include "api/access/message_signature.hpp"
#include "api/access/native_signature.hpp"
#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {

Answer<Told> time(const Call& call) {
    const core::Timestamp now = call.house.engine.now();
    const core::Sequence seen = call.house.live.read()->state.stamp.sequence;
    return told(seen, [&](Json& json) {
        json.time("time", now);
        json.number("unix_ms", core::unix_ms(now));
    });
}

Answer<Told> status(const Call& call) {
    const core::Timestamp now = call.house.engine.now();
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.text("environment", word_of(state.environment));
        json.number_text("sequence", state.stamp.sequence.value);
        json.time("time", now);
        json.name("markets");
        json.begin_array();
        for (const core::Market& market : state.catalogue.markets()) {
            json.begin_object();
            json.text("market", market.symbol.view());
            json.text("mode", word_of(market.mode));
            json.text("mode_reason", word_of(state.catalogue.mode_reason(market.id)));
            json.time("reopens_at", state.catalogue.reopens_at(market.id));
            json.end_object();
        }
        json.end_array();
    });
}

// Of either scheme; a base that cannot be built says why not.
Answer<Told> echo(const Call& call) {
    const core::Sequence seen = call.house.live.read()->state.stamp.sequence;
    std::string text;
    if (carries_message_signature(call.request)) {
        auto base = signature_base(call.request);
        if (!base) return std::unexpected(Refusal{.rejection = base.error(), .facts = {}});
        text = *std::move(base);
    } else {
        text = canonical_text(call.request);
    }
    return told(seen, [&](Json& json) {
        json.text("canonical", text);
        json.text("canonical_sha256", base::format_hex(sha256(text)));
    });
}

Answer<Told> assets(const Call& call) {
    const auto live = call.house.live.read();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("assets");
        json.begin_array();
        for (const core::Asset& asset : live->state.catalogue.assets()) tell(json, asset);
        json.end_array();
    });
}

Answer<Told> markets(const Call& call) {
    const core::Timestamp now = call.house.engine.now();
    const auto live = call.house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("markets");
        json.begin_array();
        for (const core::Market& market : catalogue.markets()) {
            tell(json, catalogue, market, now);
        }
        json.end_array();
    });
}

Answer<Told> market(const Call& call) {
    const core::Timestamp now = call.house.engine.now();
    const auto live = call.house.live.read();
    TRY(const core::Market* found, read_market(live->state, call.inputs));
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("market");
        tell(json, live->state.catalogue, *found, now);
    });
}

}  // namespace api::handlers
