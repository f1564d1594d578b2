#include "api/dialects/binance/candles.hpp"

#include "api/dialects/binance/paging.hpp"
#include "api/dialects/binance/reading.hpp"
#include "api/operations/errands.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

void write_candle(Json& json, const Figures& figures, const views::Candle& candle, TimeUnit unit) {
    const views::Bar& bar = candle.bar;
    json.begin_array();
    json.number(time_in(unit, candle.opens));
    figures.price(json, bar.open);
    figures.price(json, bar.high);
    figures.price(json, bar.low);
    figures.price(json, bar.close);
    figures.base(json, bar.volume);
    json.number(time_in(unit, candle.closes) - 1);
    figures.quote(json, bar.quote_volume);
    json.number(bar.count());
    figures.base(json, bar.taker_buy_volume);
    figures.quote(json, bar.taker_buy_quote_volume);
    json.text("0");
    json.end_array();
}

Result<views::Interval> read_interval(const Parameters& parameters) {
    TRY(const std::string_view text, read_mandatory(parameters, "interval"));
    if (const auto interval = views::interval_named(text)) return *interval;
    return failed(-1120, "Invalid interval.");
}

struct Wanted {
    Subject subject;
    views::CandleQuery query;
};

Result<Wanted> read_wanted(const Asked& asked) {
    TRY(const views::Interval interval, read_interval(asked.parameters));
    TRY(const core::Duration zone, read_time_zone(asked.parameters));
    TRY(const views::Page page, read_page(asked.parameters, {}));
    TRY(const Subject subject, read_subject(asked));
    return Wanted{.subject = subject,
                  .query = {.market = subject.market,
                            .interval = interval,
                            .page = page,
                            .now = asked.now,
                            .zone = zone}};
}

Answered list_of(const std::vector<views::Candle>& rows, const Subject& subject, TimeUnit unit) {
    Answered answered{.body = {}, .seen = subject.seen, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for (const views::Candle& candle : rows) write_candle(json, subject.figures, candle, unit);
    json.end_array();
    return answered;
}

}  // namespace

void klines(const Asked& asked, Finish&& finish) {
    const auto wanted = read_wanted(asked);
    if (!wanted) return finish(std::unexpected(wanted.error()));
    const auto older = asked.house.live.read()->markets.older_needed(wanted->query);
    if (!older) {
        const auto rows = asked.house.live.read()->markets.candles(wanted->query);
        return finish(list_of(rows, wanted->subject, asked.unit));
    }
    auto tell = [&house = asked.house, wanted = *wanted, older = *older, unit = asked.unit,
                 finish = std::move(finish)](bool there) mutable {
        if (!there) return finish(unavailable());
        const auto bars = house.history.bars(wanted.query.market, older.span, older.step);
        if (!bars) return finish(unavailable());
        const auto rows = house.live.read()->markets.candles(wanted.query, *bars);
        finish(list_of(rows, wanted.subject, unit));
    };
    when_history_is_there(asked.house, std::move(tell));
}

}  // namespace api::binance
