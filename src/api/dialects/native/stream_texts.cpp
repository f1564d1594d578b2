#include "api/dialects/native/stream_texts.hpp"

#include <algorithm>

#include "api/dialects/native/problem.hpp"
#include "api/operations/market_told.hpp"
#include "api/operations/words.hpp"
#include "base/plant.hpp"
#include "views/news/best_prices.hpp"

namespace api::native {
namespace {

constexpr std::size_t levels_max = 5'000;

void tell_id(Json& json, std::string_view id) {
    if (!id.empty()) json.text("id", id);
}

void tell_subject(Json& json, const core::Catalogue& catalogue, const Subject& subject) {
    json.text("channel", word_of(subject.channel));
    if (subject.market) json.text("market", catalogue.market(subject.market).symbol.view());
    if (subject.channel == Channel::candles) {
        json.text("interval", views::name_of(subject.interval));
    }
}

void tell_stamp(Json& json, core::Stamp stamp) {
    json.number_text("seq", stamp.sequence.value);
    json.time("time", stamp.time);
}

void begin(Json& json, std::string_view type, const core::Catalogue& catalogue,
           const Subject& subject, core::Stamp stamp) {
    json.begin_object();
    json.text("type", type);
    tell_subject(json, catalogue, subject);
    tell_stamp(json, stamp);
}

template <class Rows, class Tell>
void tell_rows(Json& json, std::string_view name, const Rows& rows, Tell&& tell_one) {
    json.name(name);
    json.begin_array();
    for (const auto& row : rows) tell_one(row);
    json.end_array();
}

// --- everybody's

void tell_trades(Json& json, const Scale& scale, const views::RecordNews& news,
                 core::MarketId market) {
    tell_rows(json, "trades", news.trades, [&](const views::TradeNews& one) {
        if (one.market == market) tell_trade(json, scale, one.trade);
    });
}

void tell_changes(Json& json, std::string_view name, const Scale& scale,
                  const views::BookNews& book, core::Side side) {
    tell_rows(json, name, book.levels, [&](const views::LevelChange& level) {
        if (level.side != side) return;
        json.begin_array();
        scale.price(json, level.price);
        scale.quantity(json, level.lots);
        json.end_array();
    });
}

void tell_book(Json& json, const Scale& scale, const views::BookNews& book) {
    json.number("first", book.first);
    json.number("last", book.last);
    tell_changes(json, "bids", scale, book, core::Side::buy);
    tell_changes(json, "asks", scale, book, core::Side::sell);
}

void tell_side(Json& json, std::string_view name, const Scale& scale, core::Price price,
               core::Quantity lots) {
    json.name(name);
    if (lots == core::Quantity{}) return json.null();
    json.begin_array();
    scale.price(json, price);
    scale.quantity(json, lots);
    json.end_array();
}

void tell_best(Json& json, const Scale& scale, const views::BestPrices& best) {
    tell_side(json, "best_bid", scale, best.bid, best.bid_lots);
    tell_side(json, "best_ask", scale, best.ask, best.ask_lots);
}

// A level that changed stands at the best price, or stood before it.
bool changes_best(const views::BookNews& book) {
    return std::ranges::any_of(book.levels, [&](const views::LevelChange& level) {
        const bool bid = level.side == core::Side::buy;
        const core::Quantity left = bid ? book.best.bid_lots : book.best.ask_lots;
        if (left == core::Quantity{}) return true;
        return bid ? level.price >= book.best.bid : level.price <= book.best.ask;
    });
}

void tell_mode(Json& json, const core::Catalogue& catalogue, const views::ModeNews& mode) {
    json.begin_object();
    json.text("market", catalogue.market(mode.market).symbol.view());
    json.text("mode", word_of(mode.mode));
    json.text("mode_reason", word_of(mode.reason));
    json.time("reopens_at", mode.reopens_at);
    json.end_object();
}

// --- one account's

std::string_view name_of(views::OrderChange change) {
    switch (change) {
        case views::OrderChange::accepted:
            return "accepted";
        case views::OrderChange::traded:
            return "traded";
        case views::OrderChange::prevented:
            return "prevented";
        case views::OrderChange::activated:
            return "activated";
        case views::OrderChange::amended:
            return "amended";
        case views::OrderChange::closed:
            return "closed";
    }
    return {};
}

std::string_view name_of(views::ListChange change) {
    switch (change) {
        case views::ListChange::opened:
            return "opened";
        case views::ListChange::advanced:
            return "advanced";
        case views::ListChange::done:
            return "done";
    }
    return {};
}

bool sees(const Eyes& eyes, const core::Market& market) {
    return eyes.rules == nullptr || may_touch(*eyes.rules, market).has_value();
}

bool sees(const Eyes& eyes, core::AssetId asset) {
    if (eyes.rules == nullptr || eyes.rules->assets.empty()) return true;
    return std::ranges::find(eyes.rules->assets, asset) != eyes.rules->assets.end();
}

void tell_prevention(Json& json, const Scale& scale, const views::Prevention& prevention) {
    json.name("prevention");
    json.begin_object();
    json.number_text("prevention_id", prevention.id.value);
    json.number_text("other_order_id", prevention.other.value);
    scale.price(json, "price", prevention.price);
    scale.quantity(json, "quantity", prevention.quantity);
    scale.quantity(json, "own_prevented", prevention.own_prevented);
    json.end_object();
}

void tell_order(Json& json, const core::Catalogue& catalogue, const views::OrderNews& news) {
    json.begin_object();
    json.text("change", name_of(news.change));
    json.name("order");
    tell(json, catalogue, news.row);
    if (news.fill) {
        json.name("fill");
        tell(json, catalogue, *news.fill);
    }
    if (news.prevention) {
        const core::Market& market = catalogue.market(news.row.order.market);
        tell_prevention(json, Scale{catalogue, market}, *news.prevention);
    }
    if (!news.amended_from.empty()) {
        json.text("amended_from_client_order_id", news.amended_from.view());
    }
    json.end_object();
}

std::vector<const views::OrderNews*> orders_of(const core::Catalogue& catalogue,
                                               const views::RecordNews& news, const Eyes& eyes) {
    std::vector<const views::OrderNews*> orders;
    for (const views::OrderNews& one : news.orders) {
        const core::OpenOrder& order = one.row.order;
        if (order.account == eyes.account && sees(eyes, catalogue.market(order.market))) {
            orders.push_back(&one);
        }
    }
    return orders;
}

std::string orders_text(const core::Catalogue& catalogue, const Subject& subject,
                        const views::RecordNews& news, const Eyes& eyes) {
    const auto orders = orders_of(catalogue, news, eyes);
    std::string text;
    if (orders.empty()) return text;
    Json json{text};
    begin(json, "update", catalogue, subject, news.stamp);
    tell_rows(json, "changes", orders,
              [&](const views::OrderNews* one) { tell_order(json, catalogue, *one); });
    json.end_object();
    return text;
}

std::string balances_text(const core::Catalogue& catalogue, const Subject& subject,
                          const views::RecordNews& news, const Eyes& eyes) {
    std::vector<const views::BalanceNews*> balances;
    for (const views::BalanceNews& one : news.balances) {
        if (one.account == eyes.account && sees(eyes, one.asset)) balances.push_back(&one);
    }
    std::string text;
    if (balances.empty()) return text;
    Json json{text};
    begin(json, "update", catalogue, subject, news.stamp);
    tell_rows(json, "balances", balances, [&](const views::BalanceNews* one) {
        tell_balance(json, catalogue.asset(one->asset), one->balance);
    });
    json.end_object();
    return text;
}

std::string lists_text(const core::Catalogue& catalogue, const Subject& subject,
                       const views::RecordNews& news, const Eyes& eyes) {
    std::vector<const views::ListNews*> lists;
    for (const views::ListNews& one : news.lists) {
        if (one.list.account == eyes.account && sees(eyes, catalogue.market(one.list.market))) {
            lists.push_back(&one);
        }
    }
    std::string text;
    if (lists.empty()) return text;
    Json json{text};
    begin(json, "update", catalogue, subject, news.stamp);
    tell_rows(json, "changes", lists, [&](const views::ListNews* one) {
        json.begin_object();
        json.text("change", name_of(one->change));
        json.name("list");
        const bool done = one->change == views::ListChange::done;
        tell(json, catalogue, views::ListRow{one->list, done ? news.stamp.time : core::never});
        json.end_object();
    });
    json.end_object();
    return text;
}

// --- as it stands

void tell_whole_book(Json& json, const views::Present& present, core::MarketId market) {
    const core::OrderBook& book = present.state.orders.book(market);
    const Scale scale{present.state.catalogue, present.state.catalogue.market(market)};
    json.number("last", present.markets.book_updates(market));
    tell_levels(json, "bids", scale, book, core::Side::buy, levels_max);
    tell_levels(json, "asks", scale, book, core::Side::sell, levels_max);
}

void tell_whole_best(Json& json, const views::Present& present, core::MarketId market) {
    const core::Catalogue& catalogue = present.state.catalogue;
    tell_best(json, Scale{catalogue, catalogue.market(market)},
              views::best_of(present.state.orders.book(market)));
}

void tell_modes(Json& json, const core::Catalogue& catalogue) {
    tell_rows(json, "markets", catalogue.markets(), [&](const core::Market& market) {
        tell_mode(json, catalogue,
                  {market.id, market.mode, catalogue.mode_reason(market.id),
                   catalogue.reopens_at(market.id)});
    });
}

void tell_open_orders(Json& json, const core::State& state, const Eyes& eyes) {
    json.name("orders");
    json.begin_array();
    state.orders.of_account(eyes.account, [&](const core::OrderSummary& order) {
        if (!sees(eyes, state.catalogue.market(order.market))) return;
        tell(json, state.catalogue, views::OrderRow{state.orders.find(order.id).value(), {}, {}});
    });
    json.end_array();
}

void tell_balances(Json& json, const core::State& state, const Eyes& eyes) {
    tell_rows(json, "balances", state.catalogue.assets(), [&](const core::Asset& asset) {
        const core::Balance balance = state.ledger.balance(eyes.account, asset.id);
        if (sees(eyes, asset.id) && balance != core::Balance{}) tell_balance(json, asset, balance);
    });
}

void tell_open_lists(Json& json, const core::State& state, const Eyes& eyes) {
    tell_rows(json, "lists", state.lists.of(eyes.account), [&](core::OrderListId id) {
        const core::OrderList& list = state.lists.find(id)->list;
        if (sees(eyes, state.catalogue.market(list.market))) {
            tell(json, state.catalogue, views::ListRow{list});
        }
    });
}

}  // namespace

std::string update_text(const core::Catalogue& catalogue, const Subject& subject,
                        const views::RecordNews& news, const Eyes& eyes) {
    std::string text;
    Json json{text};
    const auto scale = [&] { return Scale{catalogue, catalogue.market(subject.market)}; };
    const auto book = std::ranges::find(news.books, subject.market, &views::BookNews::market);
    switch (subject.channel) {
        case Channel::trades:
            if (std::ranges::find(news.trades, subject.market, &views::TradeNews::market) ==
                news.trades.end()) {
                return text;
            }
            begin(json, "update", catalogue, subject, news.stamp);
            tell_trades(json, scale(), news, subject.market);
            break;
        case Channel::book:
            if (book == news.books.end()) return text;
            begin(json, "update", catalogue, subject, news.stamp);
            tell_book(json, scale(), *book);
            break;
        case Channel::book_ticker:
            if (book == news.books.end() || !changes_best(*book)) return text;
            begin(json, "update", catalogue, subject, news.stamp);
            tell_best(json, scale(), book->best);
            break;
        case Channel::markets:
            if (news.modes.empty()) return text;
            begin(json, "update", catalogue, subject, news.stamp);
            tell_rows(json, "markets", news.modes,
                      [&](const views::ModeNews& mode) { tell_mode(json, catalogue, mode); });
            break;
        case Channel::ticker:
        case Channel::candles:
            return text;  // these are told as they stand
        case Channel::orders:
            return orders_text(catalogue, subject, news, eyes);
        case Channel::balances:
            return balances_text(catalogue, subject, news, eyes);
        case Channel::lists:
            return lists_text(catalogue, subject, news, eyes);
    }
    json.end_object();
    return text;
}

std::string snapshot_text(const views::Present& present, const Subject& subject,
                          core::Timestamp now, const Eyes& eyes) {
    const core::State& state = present.state;
    std::string text;
    if (subject.channel == Channel::trades || subject.channel == Channel::candles) return text;
    Json json{text};
    begin(json, "snapshot", state.catalogue, subject, state.stamp);
    switch (subject.channel) {
        case Channel::book:
            tell_whole_book(json, present, subject.market);
            break;
        case Channel::book_ticker:
            tell_whole_best(json, present, subject.market);
            break;
        case Channel::ticker:
            json.name("ticker");
            tell_ticker(json, present, state.catalogue.market(subject.market), now);
            break;
        case Channel::markets:
            tell_modes(json, state.catalogue);
            break;
        case Channel::orders:
            tell_open_orders(json, state, eyes);
            break;
        case Channel::balances:
            tell_balances(json, state, eyes);
            break;
        case Channel::lists:
            tell_open_lists(json, state, eyes);
            break;
        case Channel::trades:
        case Channel::candles:
            break;
    }
    json.end_object();
    return text;
}

std::string candles_text(const views::Present& present, const Subject& subject,
                         const StreetTime& time, core::Timestamp& since) {
    const core::Catalogue& catalogue = present.state.catalogue;
    views::CandleQuery query{
        .market = subject.market, .interval = subject.interval, .page = {}, .now = time.now};
    query.page.limit = 1;
    if (since != core::Timestamp{}) {
        query.page.start = since;
        query.page.limit = 1'000;
    }
    const auto candles = present.markets.candles(query);
    std::string text;
    if (candles.empty()) return text;
    const bool by_the_clock = base::planted("streams_close_by_the_clock");
    const core::Timestamp settled =
        std::max(present.state.stamp.time, by_the_clock ? time.now : time.settled);
    const auto open = std::ranges::find_if(
        candles, [&](const views::Candle& candle) { return candle.closes > settled; });
    since = open == candles.end() ? candles.back().opens : open->opens;
    Json json{text};
    begin(json, "update", catalogue, subject, present.state.stamp);
    const Scale scale{catalogue, catalogue.market(subject.market)};
    tell_rows(json, "candles", candles,
              [&](const views::Candle& candle) { tell_candle(json, scale, candle, settled); });
    json.end_object();
    return text;
}

std::string plain_text(std::string_view type, core::Stamp stamp, std::string_view id) {
    std::string text;
    Json json{text};
    json.begin_object();
    json.text("type", type);
    tell_id(json, id);
    tell_stamp(json, stamp);
    json.end_object();
    return text;
}

std::string subscribed_text(std::string_view id, const core::Catalogue& catalogue,
                            const Subject& subject, core::Sequence begins_behind) {
    std::string text;
    Json json{text};
    json.begin_object();
    json.text("type", "subscribed");
    tell_id(json, id);
    tell_subject(json, catalogue, subject);
    json.number_text("seq", begins_behind.value);
    json.end_object();
    return text;
}

std::string unsubscribed_text(std::string_view id, const core::Catalogue& catalogue,
                              const Subject& subject) {
    std::string text;
    Json json{text};
    json.begin_object();
    json.text("type", "unsubscribed");
    tell_id(json, id);
    tell_subject(json, catalogue, subject);
    json.end_object();
    return text;
}

std::string subscriptions_text(std::string_view id, const core::Catalogue& catalogue,
                               std::span<const Subject> subjects) {
    std::string text;
    Json json{text};
    json.begin_object();
    json.text("type", "subscriptions");
    tell_id(json, id);
    tell_rows(json, "subscriptions", subjects, [&](const Subject& subject) {
        json.begin_object();
        tell_subject(json, catalogue, subject);
        json.end_object();
    });
    json.end_object();
    return text;
}

std::string gap_text(const core::Catalogue& catalogue, const Subject& subject,
                     core::Sequence resume_from, core::Stamp stamp) {
    std::string text;
    Json json{text};
    begin(json, "gap", catalogue, subject, stamp);
    json.number_text("resume_from", resume_from.value);
    json.text("next", "Take a snapshot: it follows here where the channel has one.");
    json.end_object();
    return text;
}

std::string refused_text(std::string_view id, const Refusal& refusal, std::string_view request_id) {
    std::string text;
    Json json{text};
    json.begin_object();
    json.text("type", "refused");
    tell_id(json, id);
    json.raw("problem", problem(refusal, request_id).body);
    json.end_object();
    return text;
}

}  // namespace api::native
