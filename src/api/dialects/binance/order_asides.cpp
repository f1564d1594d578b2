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

// Looks for the first price that is as good as a trailing stop's own: from there on it trails.
class Beginnings {
  public:
    Beginnings(const History& history, core::Timestamp now) : history_{history}, now_{now} {}

    // Nothing where it would take too long to find out.
    Found<std::optional<core::Timestamp>> find(const views::OrderRow& row) {
        TRY(const core::Timestamp turn, turn_of(history_, row.order));
        if (row.order.terms->stop == core::Price{}) return turn;
        TRY(const auto before, history_.trades(row.order.market, {.until = turn, .limit = 1}));
        if (!before.empty() && reached(row.order, before.back().price)) return turn;
        return search(row.order, turn, row.closed ? row.order.updated_at : now_);
    }

  private:
    static bool above(const core::OpenOrder& order) {
        return core::triggers_above(order.side, order.type);
    }
    static bool reached(const core::OpenOrder& order, core::Price price) {
        const core::Price stop = order.terms->stop;
        return above(order) ? price <= stop : price >= stop;
    }

    Found<std::optional<core::Timestamp>> search(const core::OpenOrder& order, core::Timestamp from,
                                                 core::Timestamp until) {
        constexpr core::Duration day = core::hours(24);
        core::Timestamp begins = views::floor_to(from, core::minutes(1));
        for (; begins <= until; begins = begins + day) {
            if (days_left_ == 0) return std::nullopt;
            --days_left_;
            TRY(const core::Timestamp found, search_day(order, from, {begins, begins + day}));
            if (found != core::never) return found;
        }
        return core::never;
    }

    Found<core::Timestamp> search_day(const core::OpenOrder& order, core::Timestamp from,
                                      const views::Span& day) const {
        TRY(const auto minutes, history_.bars(order.market, day, core::minutes(1)));
        for (const views::TimedBar& minute : minutes) {
            if (!reached(order, above(order) ? minute.bar.low : minute.bar.high)) continue;
            TRY(const core::Timestamp found, search_minute(order, from, minute));
            if (found != core::never) return found;
        }
        return core::never;
    }

    Found<core::Timestamp> search_minute(const core::OpenOrder& order, core::Timestamp from,
                                         const views::TimedBar& minute) const {
        TRY(const auto trades,
            history_.trades(order.market, {.start = std::max(from, minute.opens),
                                           .until = minute.opens + core::minutes(1),
                                           .limit = minute.bar.count()}));
        const auto first = std::ranges::find_if(
            trades, [&](const views::PublicTrade& trade) { return reached(order, trade.price); });
        return first == trades.end() ? core::never : first->time;
    }

    static constexpr int days_max = 100;  // in one answer

    const History& history_;
    core::Timestamp now_;
    int days_left_ = days_max;
};

bool need_any(const views::OrderRow& row) {
    return was_prevented(row) || began_in_silence(row.order);
}

}  // namespace

Found<Asides> asides_of(const History& history, std::span<const views::OrderRow> rows,
                        core::Timestamp now) {
    Asides asides;
    Beginnings beginnings{history, now};
    for (const views::OrderRow& row : rows) {
        if (was_prevented(row)) {
            TRY(const core::PreventionId prevention, last_prevention(history, row.order));
            if (prevention) asides.prevented[row.order.id] = prevention;
        }
        if (began_in_silence(row.order)) {
            TRY(asides.trailing_since[row.order.id], beginnings.find(row));
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
