#include "views/market/tape.hpp"

#include <algorithm>

#include "views/market/deque_codec.hpp"

namespace views {
namespace {

// Rows whose ids count up by one, and whose times never go back.
template <class Row>
std::optional<std::vector<Row>> select(const std::deque<Row>& rows, const Page& page) {
    if (rows.empty()) return std::vector<Row>{};
    const bool all_here = rows.front().id.value == 1;
    const auto position = [&](core::Timestamp time) {
        const auto row = std::ranges::lower_bound(rows, time, {}, &Row::time);
        return static_cast<std::size_t>(row - rows.begin());
    };
    std::size_t first = 0;
    std::size_t end = page.until ? position(*page.until) : rows.size();
    bool reaches_back = true;  // a row that is no longer here might belong to the page
    if (page.from && *page.from >= rows.front().id.value) {
        first = std::min<std::uint64_t>(*page.from - rows.front().id.value, rows.size());
        reaches_back = false;
    }
    if (page.start && *page.start > rows.front().time) {
        first = std::max(first, position(*page.start));
        reaches_back = false;
    }
    if (page.oldest()) {
        end = std::min(end, first + std::min(page.limit, rows.size()));
    } else if (end >= page.limit) {
        first = end - page.limit;
        reaches_back = false;
    }
    if (reaches_back && !all_here) return std::nullopt;
    if (first >= end) return std::vector<Row>{};
    const auto begin = rows.begin();
    return std::vector<Row>(begin + static_cast<std::ptrdiff_t>(first),
                            begin + static_cast<std::ptrdiff_t>(end));
}

template <class Row>
void push(std::deque<Row>& rows, const Row& row) {
    rows.push_back(row);
    if (rows.size() > Tape::capacity) rows.pop_front();
}

}  // namespace

PublicTrade public_trade_of(core::Timestamp time, const core::Traded& trade) {
    return {.id = trade.trade,
            .time = time,
            .price = trade.price,
            .quantity = trade.quantity,
            .quote = trade.quote,
            .taker_side = trade.taker_side};
}

AggregateId Aggregation::place(core::Sequence record, const core::Traded& trade) {
    const bool same = record == record_ && trade.taker == taker_ && trade.price == price_;
    if (!same) ++last_.value;
    record_ = record;
    taker_ = trade.taker;
    price_ = trade.price;
    return last_;
}

void Tape::add(core::Stamp stamp, const core::Traded& trade) {
    push(trades_, public_trade_of(stamp.time, trade));
    const AggregateId id = aggregation_.place(stamp.sequence, trade);
    if (!aggregates_.empty() && aggregates_.back().id == id) {
        AggregateTrade& whole = aggregates_.back();
        whole.last_trade = trade.trade;
        whole.quantity += trade.quantity;
        whole.quote += trade.quote;
        return;
    }
    push(aggregates_, {.id = id,
                       .first_trade = trade.trade,
                       .last_trade = trade.trade,
                       .time = stamp.time,
                       .price = trade.price,
                       .quantity = trade.quantity,
                       .quote = trade.quote,
                       .taker_side = trade.taker_side});
}

std::optional<std::vector<PublicTrade>> Tape::trades(const Page& page) const {
    return select(trades_, page);
}

std::optional<std::vector<AggregateTrade>> Tape::aggregates(const Page& page) const {
    return select(aggregates_, page);
}

void Tape::encode(base::Bytes& out) const {
    encode_items(out, trades_);
    encode_items(out, aggregates_);
}

void Tape::decode(base::Decoder& in) {
    decode_items(in, trades_);
    decode_items(in, aggregates_);
    aggregation_ = Aggregation{aggregates_.empty() ? AggregateId{} : aggregates_.back().id};
}

}  // namespace views
