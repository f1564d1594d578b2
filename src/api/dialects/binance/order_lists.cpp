#include "api/dialects/binance/order_lists.hpp"

#include "api/dialects/binance/list_texts.hpp"
#include "api/dialects/binance/new_list.hpp"
#include "api/dialects/binance/order_requests.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

// A list as the market takes it, and what is needed to tell of it later.
struct ReadyList {
    core::PlaceOrderList list;
    Figures figures;
    ReplyForm form{};
};

Result<ReadyList> ready(const Asked& asked, Result<ListWish>&& wish) {
    if (!wish) return std::unexpected(std::move(wish).error());
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, wish->symbol));
    TRY(core::PlaceOrderList list, list_of(*wish, *market, live->state.catalogue));
    return ReadyList{.list = std::move(list),
                     .figures = Figures{live->state.catalogue, *market},
                     .form = wish->reply_form};
}

// Every leg counts as an order.
void place(const Asked& asked, Result<ListWish>&& wish, Finish&& finish) {
    auto list = ready(asked, std::move(wish));
    if (!list) return finish(std::unexpected(std::move(list).error()));
    auto ticket = Ticket::take(asked, static_cast<std::int64_t>(list->list.orders.size()));
    if (!ticket) return finish(std::unexpected(std::move(ticket).error()));
    auto tell = [figures = list->figures, form = list->form, unit = asked.unit, ticket = *ticket,
                 finish = std::move(finish)](Answer<PlacedList>&& placed) mutable {
        if (!placed) {
            ticket.give_back();
            return finish(std::unexpected(told(placed.error())));
        }
        Answered answered{.body = {}, .seen = placed->stamp.sequence, .orders = ticket.counts()};
        Json json{answered.body};
        write_placed_list(json, figures, *placed, form, unit);
        finish(std::move(answered));
    };
    api::place_order_list(asked.house, asked.caller, std::move(list->list), std::move(tell));
}

core::OrderListId list_id_of(std::int64_t number) {
    constexpr core::OrderListId nobody{INT64_MAX};
    return number == 0 ? nobody : core::OrderListId{static_cast<std::uint64_t>(number)};
}

}  // namespace

void place_oco(const Asked& asked, Finish&& finish) {
    place(asked, read_oco(asked.parameters), std::move(finish));
}

void place_old_oco(const Asked& asked, Finish&& finish) {
    place(asked, read_old_oco(asked.parameters), std::move(finish));
}

void place_oto(const Asked& asked, Finish&& finish) {
    place(asked, read_oto(asked.parameters), std::move(finish));
}

void place_otoco(const Asked& asked, Finish&& finish) {
    place(asked, read_otoco(asked.parameters), std::move(finish));
}

Result<Answered> no_opo(const Asked& asked) {
    TRY_OK(read_subject(asked));
    return failed(-2010, "OPO orders are not supported for this symbol.",
                  core::Reject::malformed_field);
}

Result<ListName> read_list_name(const Parameters& parameters, std::string_view client_name) {
    TRY(const auto id, read_integer(parameters, "orderListId"));
    TRY(const auto client_list_id, read_client_order_id(parameters, client_name));
    if (!id && !client_list_id) return one_of_two(client_name, "orderListId");
    return ListName{.market = {},
                    .list = id ? list_id_of(*id) : core::OrderListId{},
                    .client_list_id = client_list_id.value_or(core::ClientOrderId{})};
}

Answered told_open_list(const Asked& asked, const core::OrderList& list) {
    const views::Live::Read live = asked.house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    write_list(json, Figures{catalogue, catalogue.market(list.market)}, list, ListStage::executing,
               asked.unit);
    return answered;
}

Result<Answered> open_lists(const Asked& asked) {
    const auto lists = api::open_order_lists(asked.house, asked.caller, {});
    if (!lists) return std::unexpected(told(lists.error()));
    const views::Live::Read live = asked.house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for (const core::OrderList& list : *lists) {
        write_list(json, Figures{catalogue, catalogue.market(list.market)}, list,
                   ListStage::executing, asked.unit);
    }
    json.end_array();
    return answered;
}

void cancel_list(const Asked& asked, Finish&& finish) {
    const auto subject = read_subject(asked);
    if (!subject) return finish(std::unexpected(subject.error()));
    auto name = read_list_name(asked.parameters, "listClientOrderId");
    if (!name) return finish(std::unexpected(name.error()));
    const auto cancel_id = read_cancel_id(asked);
    if (!cancel_id) return finish(std::unexpected(cancel_id.error()));
    name->market = subject->market;
    // What it was is not in the reply, and nobody finds it once it is done.
    const auto list = api::show_order_list(asked.house, asked.caller, *name);
    if (!list) return finish(std::unexpected(told(list.error())));
    auto tell = [figures = subject->figures, list = list->list, cancel_id = *cancel_id,
                 unit = asked.unit,
                 finish = std::move(finish)](Answer<CancelledWith>&& told_of) mutable {
        if (!told_of) return finish(std::unexpected(told(told_of.error())));
        const auto& [gone, asides] = *told_of;
        Answered answered{.body = {}, .seen = gone.stamp.sequence, .orders = {}};
        Json json{answered.body};
        write_cancelled_list(json, figures, list, gone, cancel_id, unit, asides);
        finish(std::move(answered));
    };
    api::cancel_order_list(asked.house, asked.caller, *name, and_asides(asked, std::move(tell)));
}

}  // namespace api::binance
