#include "api/dialects/binance/trade_lists.hpp"

#include <algorithm>

#include "api/dialects/binance/paging.hpp"
#include "api/dialects/binance/reading.hpp"
#include "api/operations/errands.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

void write(Json& json, const Figures& figures, const views::PublicTrade& trade, TimeUnit unit) {
    json.begin_object();
    json.number("id", trade.id.value);
    figures.price(json, "price", trade.price);
    figures.quantity(json, "qty", trade.quantity);
    figures.quote(json, "quoteQty", trade.quote);
    json.number("time", time_in(unit, trade.time));
    json.boolean("isBuyerMaker", trade.taker_side == core::Side::sell);
    json.boolean("isBestMatch", true);
    json.end_object();
}

void write(Json& json, const Figures& figures, const views::AggregateTrade& trade, TimeUnit unit) {
    json.begin_object();
    json.number("a", trade.id.value);
    figures.price(json, "p", trade.price);
    figures.quantity(json, "q", trade.quantity);
    json.number("f", trade.first_trade.value);
    json.number("l", trade.last_trade.value);
    json.number("T", time_in(unit, trade.time));
    json.boolean("m", trade.taker_side == core::Side::sell);
    json.boolean("M", true);
    json.end_object();
}

template <class Row>
Answered list_of(const std::vector<Row>& rows, const Subject& subject, TimeUnit unit) {
    Answered answered{.body = {}, .seen = subject.seen, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for (const Row& row : rows) write(json, subject.figures, row, unit);
    json.end_array();
    return answered;
}

// Which market, and which of its rows.
struct Wanted {
    Subject subject;
    views::Page page;
};

Result<Wanted> read_wanted(const Asked& asked, const PageNames& names) {
    TRY(const views::Page page, read_page(asked.parameters, names));
    TRY(const Subject subject, read_subject(asked));
    return Wanted{.subject = subject, .page = page};
}

// Where the rows of each kind are.
auto on_tape(const views::MarketView& view, const Wanted& wanted, const views::PublicTrade*) {
    return view.trades(wanted.subject.market, wanted.page);
}
auto on_tape(const views::MarketView& view, const Wanted& wanted, const views::AggregateTrade*) {
    return view.aggregates(wanted.subject.market, wanted.page);
}
auto in_history(const views::History& history, const Wanted& wanted, const views::PublicTrade*) {
    return history.trades(wanted.subject.market, wanted.page);
}
auto in_history(const views::History& history, const Wanted& wanted, const views::AggregateTrade*) {
    return history.aggregates(wanted.subject.market, wanted.page);
}

template <class Row>
void answer_with(const Asked& asked, const Result<Wanted>& wanted, Finish&& finish) {
    constexpr const Row* kind = nullptr;
    if (!wanted) return finish(std::unexpected(wanted.error()));
    if (const auto rows = on_tape(asked.house.live.read()->markets, *wanted, kind)) {
        return finish(list_of(*rows, wanted->subject, asked.unit));
    }
    auto tell = [&history = asked.house.history, wanted = *wanted, unit = asked.unit,
                 finish = std::move(finish)](bool there) mutable {
        if (!there) return finish(unavailable());
        const auto rows = in_history(history, wanted, kind);
        if (!rows) return finish(unavailable());
        finish(list_of(*rows, wanted.subject, unit));
    };
    when_history_is_there(asked.house, std::move(tell));
}

}  // namespace

void trades(const Asked& asked, Finish&& finish) {
    const auto wanted = read_wanted(asked, {.from = {}, .times = false});
    answer_with<views::PublicTrade>(asked, wanted, std::move(finish));
}

void historical_trades(const Asked& asked, Finish&& finish) {
    const auto wanted = read_wanted(asked, {.from = "fromId", .times = false});
    answer_with<views::PublicTrade>(asked, wanted, std::move(finish));
}

void aggregate_trades(const Asked& asked, Finish&& finish) {
    const auto wanted = read_wanted(asked, {.from = "fromId"});
    answer_with<views::AggregateTrade>(asked, wanted, std::move(finish));
}

}  // namespace api::binance
