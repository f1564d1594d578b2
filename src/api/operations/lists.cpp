// Long lists: orders, lists of orders, fills, ledger entries. Oldest first; without `since` or
// `cursor` the newest rows; `next` continues behind the last one. The ledger goes backwards from
// the newest.
#include <algorithm>

#include "api/operations/errands.hpp"
#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/order_inputs.hpp"
#include "api/operations/order_lists.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {
namespace {

constexpr std::uint64_t rows_default = 100;
constexpr std::uint64_t rows_max = 1'000;

Answer<views::Page> read_page(const Inputs& inputs) {
    views::Page page;
    TRY(const std::uint64_t limit, inputs.integer_or("limit", rows_default, INT64_MAX));
    if (limit == 0) return malformed("limit", "out_of_range");
    page.limit = std::min(limit, rows_max);
    TRY(page.start, inputs.time_if_any("since"));
    if (inputs.has("cursor")) {
        TRY(page.from, inputs.integer("cursor", INT64_MAX));
        page.start.reset();  // the cursor stands behind it already
    }
    return page;
}

// Which market a list is of; a key that is held to some must name one.
Answer<core::MarketId> read_list_market(const Call& call) {
    const auto live = call.house.live.read();
    TRY(const core::Market* market, read_market_if_any(live->state, call.inputs));
    if (market != nullptr) return market->id;
    if (is_held_to_markets(call.caller)) return refuse(core::Reject::constraint_market, "market");
    return core::MarketId{};
}

// "12-3": behind posting 3 of record 12.
Answer<std::optional<views::LedgerCursor>> read_ledger_cursor(const Inputs& inputs) {
    if (!inputs.has("cursor")) return std::nullopt;
    const std::string_view text = inputs.text_or("cursor", {});
    const std::size_t dash = std::min(text.find('-'), text.size());
    Inputs parts;
    parts.add({"cursor", FieldPlace::query, Form::text, text.substr(0, dash), {}, {}});
    TRY(const std::uint64_t sequence, parts.integer("cursor", INT64_MAX));
    if (dash == text.size()) return malformed("cursor", "not_a_cursor");
    parts.clear();
    parts.add({"cursor", FieldPlace::query, Form::text, text.substr(dash + 1), {}, {}});
    TRY(const std::uint64_t position, parts.integer("cursor", UINT16_MAX));
    return views::LedgerCursor{core::Sequence{sequence}, static_cast<std::uint16_t>(position)};
}

enum class Wanted { open, closed, all };

Wanted read_wanted(const Inputs& inputs) {
    const std::string_view status = inputs.text_or("status", "open");
    if (status == "open") return Wanted::open;
    return status == "all" ? Wanted::all : Wanted::closed;
}

struct Filter {
    Wanted wanted{};
    core::OrderTag tag{};  // empty: with any tag or none

    bool takes_all() const { return wanted == Wanted::all && tag.empty(); }
};

bool is_wanted(bool closed, Wanted wanted) {
    return wanted == Wanted::all || closed == (wanted == Wanted::closed);
}
bool is_wanted(const views::OrderRow& row, const Filter& filter) {
    const core::OrderTag tag = row.order.terms ? row.order.terms->tag : core::OrderTag{};
    if (!filter.tag.empty() && filter.tag != tag) return false;
    return is_wanted(row.closed.has_value(), filter.wanted);
}
bool is_wanted(const views::ListRow& row, const Filter& filter) {
    return is_wanted(row.done_at != core::never, filter.wanted);
}

std::uint64_t id_of(const views::OrderRow& row) { return row.order.id.value; }
std::uint64_t id_of(const views::ListRow& row) { return row.list.id.value; }
core::Timestamp created_at(const views::OrderRow& row) { return row.order.created_at; }
core::Timestamp created_at(const views::ListRow& row) { return row.list.created_at; }

// One page, and where the next begins.
template <class Row>
struct Paged {
    std::vector<Row> rows;
    std::optional<std::uint64_t> next;
};

template <class Rows>
Told tell_rows(const House& house, std::string_view name, const Rows& rows,
               std::optional<std::uint64_t> next) {
    const auto live = house.live.read();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name(name);
        json.begin_array();
        for (const auto& row : rows) tell(json, live->state.catalogue, row);
        json.end_array();
        next ? json.number_text("next", *next) : json.null("next");
    });
}

// What is open, by its ids. Without a beginning the page is the newest, else the oldest.
template <class Row>
Paged<Row> page_of_open(std::vector<Row> rows, const views::Page& page, const Filter& filter) {
    std::erase_if(rows, [&](const Row& row) {
        return !is_wanted(row, filter) || (page.from && id_of(row) < *page.from) ||
               (page.start && created_at(row) < *page.start);
    });
    if (rows.size() > page.limit && !page.oldest()) {
        rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(page.limit));
    }
    if (rows.size() > page.limit) rows.resize(page.limit);
    const auto next = rows.empty() ? page.from : std::optional{id_of(rows.back()) + 1};
    return {std::move(rows), next};
}

// History's rows that are wanted: as many as asked for, however many others lie between, unless
// these are very many; then the page is shorter, and `next` behind them. `ask(page)` gives what
// history has, wanted or not.
constexpr std::size_t looked_at_max = 50'000;

template <class Row, class Ask>
Answer<Paged<Row>> oldest_wanted(views::Page page, const Filter& filter, Ask&& ask) {
    const std::size_t limit = page.limit;
    if (!filter.takes_all()) page.limit = rows_max;
    Paged<Row> paged{{}, page.from};
    for (std::size_t looked_at = 0; looked_at < looked_at_max; looked_at += page.limit) {
        const auto found = ask(page);
        if (!found) return refuse(core::Reject::unavailable);
        for (const Row& row : *found) {
            if (paged.rows.size() == limit) return paged;
            paged.next = id_of(row) + 1;
            if (is_wanted(row, filter)) paged.rows.push_back(row);
        }
        if (paged.rows.size() == limit || found->size() < page.limit) break;
        page.from = paged.next;
        page.start.reset();
    }
    return paged;
}

template <class Row, class Ask>
Answer<Paged<Row>> newest_wanted(views::Page page, const Filter& filter, Ask&& ask) {
    const std::size_t limit = page.limit;
    if (!filter.takes_all()) page.limit = rows_max;
    Paged<Row> paged;
    std::uint64_t before = UINT64_MAX;
    for (std::size_t looked_at = 0; looked_at < looked_at_max; looked_at += page.limit) {
        const auto found = ask(page);
        if (!found) return refuse(core::Reject::unavailable);
        if (!paged.next && !found->empty()) paged.next = id_of(found->back()) + 1;
        for (auto row = found->rbegin(); row != found->rend(); ++row) {
            if (id_of(*row) >= before || paged.rows.size() == limit) continue;
            if (is_wanted(*row, filter)) paged.rows.push_back(*row);
        }
        const bool more = found->size() == page.limit && id_of(found->front()) < before;
        if (!more || paged.rows.size() == limit) break;
        before = id_of(found->front());
        // Others may be of the same moment.
        page.until = created_at(found->front()) + core::Duration{1};
    }
    std::ranges::reverse(paged.rows);
    return paged;
}

template <class Row, class Ask>
Answer<Paged<Row>> wanted_rows(const views::Page& page, const Filter& filter, Ask&& ask) {
    return page.oldest() ? oldest_wanted<Row>(page, filter, ask)
                         : newest_wanted<Row>(page, filter, ask);
}

}  // namespace

void list_orders(const Call& call, Tell then) {
    const auto page = read_page(call.inputs);
    if (!page) return then(std::unexpected(page.error()));
    const auto market = read_list_market(call);
    if (!market) return then(std::unexpected(market.error()));
    const auto tag = read_tag(call.inputs);
    if (!tag) return then(std::unexpected(tag.error()));
    const Filter filter{read_wanted(call.inputs), *tag};
    if (filter.wanted == Wanted::open) {
        auto rows = open_orders(call.house, call.caller, *market);
        if (!rows) return then(std::unexpected(std::move(rows).error()));
        const auto paged = page_of_open(*std::move(rows), *page, filter);
        return then(tell_rows(call.house, "orders", paged.rows, paged.next));
    }
    ask_history(call.house, std::move(then),
                [&house = call.house, account = call.caller.account, market = *market, page = *page,
                 filter](const views::History& history) -> Answer<Told> {
                    const auto ask = [&](const views::Page& part) {
                        return history.orders(account, market, part);
                    };
                    TRY(const auto paged, wanted_rows<views::OrderRow>(page, filter, ask));
                    return tell_rows(house, "orders", paged.rows, paged.next);
                });
}

void list_order_lists(const Call& call, Tell then) {
    const auto page = read_page(call.inputs);
    if (!page) return then(std::unexpected(page.error()));
    const auto market = read_list_market(call);
    if (!market) return then(std::unexpected(market.error()));
    const Filter filter{read_wanted(call.inputs)};
    if (filter.wanted == Wanted::open) {
        const auto open = open_order_lists(call.house, call.caller, *market);
        if (!open) return then(std::unexpected(open.error()));
        std::vector<views::ListRow> rows;
        for (const core::OrderList& list : *open) rows.push_back({list});
        const auto paged = page_of_open(std::move(rows), *page, filter);
        return then(tell_rows(call.house, "lists", paged.rows, paged.next));
    }
    ask_history(call.house, std::move(then),
                [&house = call.house, account = call.caller.account, market = *market, page = *page,
                 filter](const views::History& history) -> Answer<Told> {
                    const auto ask = [&](const views::Page& part) {
                        return history.lists(account, market, part);
                    };
                    TRY(const auto paged, wanted_rows<views::ListRow>(page, filter, ask));
                    return tell_rows(house, "lists", paged.rows, paged.next);
                });
}

void list_fills(const Call& call, Tell then) {
    const auto page = read_page(call.inputs);
    if (!page) return then(std::unexpected(page.error()));
    const auto market = read_list_market(call);
    if (!market) return then(std::unexpected(market.error()));
    // Trade ids count per market, so only in one market can a list go on behind one of them.
    if (page->from && !*market) return then(missing("market"));
    const auto order = call.inputs.integer_or("order_id", 0, INT64_MAX);
    if (!order) return then(std::unexpected(order.error()));
    ask_history(call.house, std::move(then),
                [&house = call.house, account = call.caller.account, market = *market, page = *page,
                 order = *order](const views::History& history) -> Answer<Told> {
                    const auto rows = history.fills(account, market, page, core::OrderId{order});
                    if (!rows) return refuse(core::Reject::unavailable);
                    auto next = page.from;
                    if (market && !rows->empty()) next = rows->back().trade.value + 1;
                    return tell_rows(house, "fills", *rows, next);
                });
}

void list_ledger(const Call& call, Tell then) {
    const auto page = read_page(Inputs{});
    const auto limit = call.inputs.integer_or("limit", page->limit, INT64_MAX);
    if (!limit) return then(std::unexpected(limit.error()));
    if (*limit == 0) return then(malformed("limit", "out_of_range"));
    const auto after = read_ledger_cursor(call.inputs);
    if (!after) return then(std::unexpected(after.error()));
    const auto asset = [&]() -> Answer<core::AssetId> {
        const auto live = call.house.live.read();
        if (call.inputs.has("asset")) {
            TRY(const core::Asset* named, read_asset(live->state, call.inputs));
            return named->id;
        }
        if (call.caller.proved != nullptr && !call.caller.proved->rules.assets.empty()) {
            return refuse(core::Reject::constraint_asset, "asset");
        }
        return core::AssetId{};
    }();
    if (!asset) return then(std::unexpected(asset.error()));
    ask_history(
        call.house, std::move(then),
        [&house = call.house, account = call.caller.account, asset = *asset, after = *after,
         limit = std::min(*limit, rows_max)](const views::History& history) -> Answer<Told> {
            const auto found = history.ledger(account, asset, after, limit);
            if (!found) return refuse(core::Reject::unavailable);
            const auto live = house.live.read();
            return told(live->state.stamp.sequence, [&](Json& json) {
                json.name("entries");
                json.begin_array();
                for (const auto& row : found->rows) tell(json, live->state.catalogue, row);
                json.end_array();
                if (!found->next) return json.null("next");
                json.text("next", std::to_string(found->next->sequence.value) + "-" +
                                      std::to_string(found->next->position));
            });
        });
}

}  // namespace api::handlers
