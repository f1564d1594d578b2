#include "api/dialects/binance/order_asides.hpp"

#include <algorithm>

#include "api/dialects/binance/words.hpp"
#include "api/operations/errands.hpp"
#include "base/result.hpp"
#include "views/market/interval.hpp"

namespace api::binance {
namespace {

using views::Found;
using views::History;

// --- self-trade prevention

bool was_prevented(const views::OrderRow& row) { return prevented_of(row) != core::Quantity{}; }

// Matches that took nothing from an order are not what it lost its quantity by.
bool took_from(const views::PreventionRow& match, core::OrderId order) {
    const core::Quantity taken =
        match.maker == order ? match.maker_prevented : match.taker_prevented;
    return taken != core::Quantity{};
}

Found<core::PreventionId> last_prevention(const History& history, const core::OpenOrder& order) {
    constexpr std::size_t newest = 100;
    TRY(const auto matches,
        history.preventions(order.account, order.market, {.limit = newest}, order.id));
    for (auto match = matches.rbegin(); match != matches.rend(); ++match) {
        if (took_from(*match, order.id)) return match->prevention;
    }
    return core::PreventionId{};
}

// --- trailing

// It began at a price, or when its list's turn came: the order does not say when that was.
bool began_in_silence(const core::OpenOrder& order) {
    if (!order.terms || order.terms->trailing == 0) return false;
    if (core::parking(order) == core::Parking::list) return false;
    return order.terms->stop != core::Price{} || !trailing_since(order);
}

// When its own wait began: with its acceptance, or when its list's turn came.
Found<core::Timestamp> turn_of(const History& history, const core::OpenOrder& order) {
    const core::OrderListId id = core::list_of(order);
    if (!id) return order.created_at;
    if (core::parking(order) == core::Parking::trigger) {
        const core::Timestamp turn = order.terms->working_at;
        return turn != core::never ? turn : order.created_at;
    }
    TRY(const auto row, history.list(id));
    if (!row || row->list.kind == core::ListKind::oco) return order.created_at;
    TRY(const auto working, history.order(row->list.legs.begin()->order));
    return working ? working->order.updated_at : order.created_at;
}

// A trailing stop trails from the first price that is as good as its own.
struct Beginning {
    const History& history;
    const core::OpenOrder& order;
    bool above = core::triggers_above(order.side, order.type);

    bool reached(core::Price price) const {
        const core::Price stop = order.terms->stop;
        return above ? price <= stop : price >= stop;
    }

    Found<core::Timestamp> search(core::Timestamp from, core::Timestamp until) const {
        constexpr core::Duration day = core::hours(24);
        TRY(const auto before, history.trades(order.market, {.until = from, .limit = 1}));
        if (!before.empty() && reached(before.back().price)) return from;
        core::Timestamp begins = views::floor_to(from, core::minutes(1));
        for (; begins <= until; begins = begins + day) {
            TRY(const core::Timestamp found, search_day(from, {begins, begins + day}));
            if (found != core::never) return found;
        }
        return core::never;
    }

    Found<core::Timestamp> search_day(core::Timestamp from, const views::Span& day) const {
        TRY(const auto minutes, history.bars(order.market, day, core::minutes(1)));
        for (const views::TimedBar& minute : minutes) {
            if (!reached(above ? minute.bar.low : minute.bar.high)) continue;
            TRY(const core::Timestamp found, search_minute(from, minute));
            if (found != core::never) return found;
        }
        return core::never;
    }

    Found<core::Timestamp> search_minute(core::Timestamp from,
                                         const views::TimedBar& minute) const {
        TRY(const auto trades,
            history.trades(order.market, {.start = std::max(from, minute.opens),
                                          .until = minute.opens + core::minutes(1),
                                          .limit = minute.bar.count()}));
        const auto first = std::ranges::find_if(
            trades, [this](const views::PublicTrade& trade) { return reached(trade.price); });
        return first == trades.end() ? core::never : first->time;
    }
};

Found<core::Timestamp> beginning_of(const History& history, const views::OrderRow& row,
                                    core::Timestamp now) {
    TRY(const core::Timestamp turn, turn_of(history, row.order));
    if (row.order.terms->stop == core::Price{}) return turn;
    const core::Timestamp until = row.closed ? row.order.updated_at : now;
    return Beginning{.history = history, .order = row.order}.search(turn, until);
}

bool need_any(const views::OrderRow& row) {
    return was_prevented(row) || began_in_silence(row.order);
}

}  // namespace

Found<Asides> asides_of(const History& history, std::span<const views::OrderRow> rows,
                        core::Timestamp now) {
    Asides asides;
    for (const views::OrderRow& row : rows) {
        if (was_prevented(row)) {
            TRY(const core::PreventionId prevention, last_prevention(history, row.order));
            if (prevention) asides.prevented[row.order.id] = prevention;
        }
        if (began_in_silence(row.order)) {
            TRY(asides.trailing_since[row.order.id], beginning_of(history, row, now));
        }
    }
    return asides;
}

void with_asides(House& house, core::Timestamp now, std::vector<views::OrderRow>&& rows,
                 WithAsides&& then) {
    if (std::ranges::none_of(rows, need_any)) return then(std::move(rows), Asides{});
    when_history_is_there(house, [&history = house.history, now, rows = std::move(rows),
                                  then = std::move(then)](bool there) mutable {
        if (!there) return then(std::move(rows), std::nullopt);
        auto asides = asides_of(history, rows, now);
        then(std::move(rows), asides ? std::optional{*std::move(asides)} : std::nullopt);
    });
}

}  // namespace api::binance
