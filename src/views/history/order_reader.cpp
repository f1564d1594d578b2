// What Reader knows of orders beside their rows: lists, amendments, prevented matches.
#include <algorithm>

#include "views/history/reader.hpp"
#include "views/history/row_columns.hpp"

namespace views {

std::optional<ListRow> Reader::list(core::OrderListId list) {
    list_.bind(list);
    std::optional<ListRow> row;
    if (list_.next()) row = take_list(list_);
    list_.restart();
    return row;
}

std::optional<ListRow> Reader::list(core::AccountId account, std::string_view client_list_id) {
    list_by_name_.bind(account, client_list_id);
    std::optional<ListRow> row;
    if (list_by_name_.next()) row = take_list(list_by_name_);
    list_by_name_.restart();
    return row;
}

std::vector<ListRow> Reader::lists(core::AccountId account, core::MarketId market,
                                   const Page& page) {
    const Moment moment{database_};
    Ids ids = ids_of(page);
    if (page.start) ids.first = std::max(ids.first, first_since(next_list_, *page.start));
    if (page.until) ids.end = first_since(next_list_, *page.until);
    std::vector<ListRow> rows;
    Statement& list = lists_.from(page);
    list.bind(account, market, ids.first, ids.end, page.limit);
    while (list.next()) rows.push_back(take_list(list));
    list.restart();
    if (!page.oldest()) std::ranges::reverse(rows);
    return rows;
}

std::vector<AmendmentRow> Reader::amendments(core::OrderId order, const Page& page) {
    const Moment moment{database_};
    const Ids ids = ids_of(page);
    std::vector<AmendmentRow> rows;
    Statement& list = amendments_.from(page);
    list.bind(order, ids.first, ids.end, page.limit);
    while (list.next()) rows.push_back(take_amendment(list));
    list.restart();
    if (!page.oldest()) std::ranges::reverse(rows);
    return rows;
}

std::vector<PreventionRow> Reader::preventions(core::AccountId account, core::MarketId market,
                                               const Page& page, core::OrderId order) {
    const Moment moment{database_};
    const Ids ids = ids_of(page);
    std::vector<PreventionRow> rows;
    const auto add = [&](Statement& list) {
        while (list.next()) rows.push_back(take_prevention(list));
        list.restart();
    };
    if (order) {
        for (List* side : {&prevented_makers_, &prevented_takers_}) {
            Statement& list = side->from(page);
            list.bind(account, order, market, ids.first, ids.end, page.limit);
            add(list);
        }
    } else {
        Statement& list = prevented_.from(page);
        list.bind(account, market, ids.first, ids.end, page.limit);
        add(list);
    }
    arrange(rows, page, [](const PreventionRow& row) { return row.prevention; });
    return rows;
}

}  // namespace views
