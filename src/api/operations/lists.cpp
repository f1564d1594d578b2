// Long lists: orders, fills, ledger entries. Oldest first; without `since` or `cursor` the newest
// rows; `next` continues behind the last one. The ledger goes backwards from the newest.
#include <algorithm>

#include "api/operations/errands.hpp"
#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/order_inputs.hpp"
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

struct Filter {
    Wanted wanted{};
    core::OrderTag tag{};  // empty: with any tag or none
};

bool is_wanted(const views::OrderRow& row, const Filter& filter) {
    const Wanted wanted = filter.wanted;
    const core::OrderTag tag = row.order.terms ? row.order.terms->tag : core::OrderTag{};
    if (!filter.tag.empty() && filter.tag != tag) return false;
    return wanted == Wanted::all || row.closed.has_value() == (wanted == Wanted::closed);
}

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

Told tell_found(const House& house, std::vector<views::OrderRow> rows, const Filter& filter,
                std::optional<std::uint64_t> from) {
    const auto next = rows.empty() ? from : std::optional{rows.back().order.id.value + 1};
    std::erase_if(rows, [&](const views::OrderRow& row) { return !is_wanted(row, filter); });
    return tell_rows(house, "orders", rows, next);
}

void list_open_orders(const Call& call, core::MarketId market, const views::Page& page,
                      const Filter& filter, Tell then) {
    auto rows = open_orders(call.house, call.caller, market);
    if (!rows) return then(std::unexpected(std::move(rows).error()));
    std::erase_if(*rows, [&](const views::OrderRow& row) {
        return !is_wanted(row, filter) || (page.from && row.order.id.value < *page.from) ||
               (page.start && row.order.created_at < *page.start);
    });
    // Without a beginning these are the newest; else the oldest.
    if (rows->size() > page.limit && !page.oldest()) {
        rows->erase(rows->begin(), rows->end() - static_cast<std::ptrdiff_t>(page.limit));
    }
    if (rows->size() > page.limit) rows->resize(page.limit);
    then(tell_found(call.house, *std::move(rows), filter, page.from));
}

}  // namespace

void list_orders(const Call& call, Tell then) {
    const auto page = read_page(call.inputs);
    if (!page) return then(std::unexpected(page.error()));
    const auto market = read_list_market(call);
    if (!market) return then(std::unexpected(market.error()));
    const std::string_view status = call.inputs.text_or("status", "open");
    const auto tag = read_tag(call.inputs);
    if (!tag) return then(std::unexpected(tag.error()));
    if (status == "open") {
        return list_open_orders(call, *market, *page, {Wanted::open, *tag}, std::move(then));
    }
    const Filter filter{status == "closed" ? Wanted::closed : Wanted::all, *tag};
    ask_history(call.house, std::move(then),
                [&house = call.house, account = call.caller.account, market = *market, page = *page,
                 filter](const views::History& history) -> Answer<Told> {
                    auto rows = history.orders(account, market, page);
                    if (!rows) return refuse(core::Reject::unavailable);
                    return tell_found(house, *std::move(rows), filter, page.from);
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
