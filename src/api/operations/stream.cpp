// What WS /v1/stream offers, for whoever asks by HTTP. The conversation itself is the native
// dialect's (streams.hpp there).
#include "api/operations/handlers.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {
namespace {

struct Offer {
    std::string_view channel;
    std::string_view about;
    std::string_view scope;  // none: no login
    bool market{};
    bool interval{};
    bool resumes{};
};

constexpr Offer offers[] = {
    {"trades", "each trade", "", true, false, true},
    {"book", "the whole book, then each change of it, with update ids without gaps", "", true,
     false, true},
    {"book_ticker", "the best price of either side, when it changes", "", true, false, true},
    {"ticker", "the last 24 hours, each second in which something happened", "", true, false,
     false},
    {"candles", "the running candle, each second in which something happened", "", true, true,
     false},
    {"markets", "the modes of all markets, and why", "", false, false, true},
    {"orders", "the open orders, then each change of any order", "order:read", false, false, true},
    {"balances", "all balances, then each change", "balance:read", false, false, true},
    {"lists", "the open lists of orders, then each change", "order:read", false, false, true},
};

void tell_offer(Json& json, const Offer& offer) {
    json.begin_object();
    json.text("channel", offer.channel);
    json.text("about", offer.about);
    if (!offer.scope.empty()) json.text("scope", offer.scope);
    json.name("takes");
    json.begin_array();
    if (offer.market) json.text("market");
    if (offer.interval) json.text("interval");
    if (offer.resumes) json.text("resume_from");
    json.end_array();
    json.end_object();
}

}  // namespace

Answer<Told> about_stream(const Call& call) {
    return told(call.house.live.read()->state.stamp.sequence, [](Json& json) {
        json.name("channels");
        json.begin_array();
        for (const Offer& offer : offers) tell_offer(json, offer);
        json.end_array();
    });
}

}  // namespace api::handlers
