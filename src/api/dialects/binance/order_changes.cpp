#include "api/dialects/binance/order_changes.hpp"

#include <algorithm>

#include "api/dialects/binance/list_texts.hpp"
#include "api/dialects/binance/order_requests.hpp"
#include "api/dialects/binance/order_texts.hpp"
#include "api/operations/order_changes.hpp"
#include "base/result.hpp"
#include "views/news/executions.hpp"

namespace api::binance {
namespace {

// --- cancel-replace

constexpr NameWords cancel_words{.id = "cancelOrderId",
                                 .client_order_id = "cancelOrigClientOrderId"};

// Which of two things is done when there is no room for another order.
enum class WithoutRoom : std::uint8_t { nothing, cancel_only };

struct Replacing {
    core::CancelReplace command;
    Figures figures;
    ReplyForm form{};
    core::ClientOrderId cancel_id;
    WithoutRoom without_room{};
};

Result<bool> read_stop_on_failure(const Parameters& parameters) {
    TRY(const std::string_view text, read_mandatory(parameters, "cancelReplaceMode"));
    if (text == "STOP_ON_FAILURE") return true;
    if (text == "ALLOW_FAILURE") return false;
    return not_valid("cancelReplaceMode");
}

Result<WithoutRoom> read_without_room(const Parameters& parameters) {
    TRY(const auto text, read_optional(parameters, "orderRateLimitExceededMode"));
    if (!text || *text == "DO_NOTHING") return WithoutRoom::nothing;
    if (*text == "CANCEL_ONLY") return WithoutRoom::cancel_only;
    return not_valid("orderRateLimitExceededMode");
}

Result<Replacing> read_replacing(const Asked& asked) {
    const Parameters& parameters = asked.parameters;
    TRY(const bool stop_on_failure, read_stop_on_failure(parameters));
    TRY(Ready ready, read_order(asked, OrderPath::cancel_replace));
    TRY(const Named old, read_name(asked, cancel_words));
    TRY(const core::ClientOrderId cancel_id, read_cancel_id(asked, "cancelNewClientOrderId"));
    TRY(const core::CancelOnly only, read_restrictions(parameters));
    TRY(const WithoutRoom without_room, read_without_room(parameters));
    core::CancelReplace command{.cancel = {.market = old.name.market,
                                           .order = old.name.order,
                                           .client_order_id = old.name.client_order_id,
                                           .only = only,
                                           .cancel_id = cancel_id},
                                .place = std::move(ready.order),
                                .stop_on_failure = stop_on_failure};
    return Replacing{.command = std::move(command),
                     .figures = std::move(ready.figures),
                     .form = ready.form,
                     .cancel_id = cancel_id,
                     .without_room = without_room};
}

// How each half went: JSON of what it did or of its error; empty where it was not tried.
struct Half {
    enum class Went : std::uint8_t { well, wrong, not_tried } went{};
    std::string text{};
};

std::string_view name_of(Half::Went went) {
    switch (went) {
        case Half::Went::well:
            return "SUCCESS";
        case Half::Went::wrong:
            return "FAILURE";
        case Half::Went::not_tried:
            return "NOT_ATTEMPTED";
    }
    return {};
}

Half done(std::string text) { return {Half::Went::well, std::move(text)}; }
Half failed_half(const Error& error) { return {Half::Went::wrong, body_of(error)}; }

std::string both_halves(const Half& cancel, const Half& place) {
    const auto text_of = [](const Half& half) -> std::string_view {
        return half.went == Half::Went::not_tried ? std::string_view{"null"} : half.text;
    };
    std::string body;
    Json json{body};
    json.begin_object();
    json.text("cancelResult", name_of(cancel.went));
    json.text("newOrderResult", name_of(place.went));
    json.raw("cancelResponse", text_of(cancel));
    json.raw("newOrderResponse", text_of(place));
    json.end_object();
    return body;
}

// 409 where one half stands, 400 where none does.
Failed not_both(const Half& cancel, const Half& place, core::Reject cause) {
    const bool partly = cancel.went == Half::Went::well || place.went == Half::Went::well;
    Error error{
        .status = partly ? 409U : 400U,
        .code = partly ? -2021 : -2022,
        .text = partly ? "Order cancel-replace partially failed." : "Order cancel-replace failed.",
        .cause = cause};
    error.data = both_halves(cancel, place);
    return Failed{error};
}

bool is_about_cancelling(core::Reject reject) {
    return reject == core::Reject::order_unknown || reject == core::Reject::cancel_restricted ||
           reject == core::Reject::client_order_id_mismatch;
}

// Of the orders that went, the one that was named; the others were legs of its list.
Half cancelled_half(const std::vector<views::OrderRow>& rows, const core::CancelOrder& command,
                    const Figures& figures, core::Timestamp at, TimeUnit unit,
                    const Asides& asides) {
    const auto row = std::ranges::find_if(rows, [&](const views::OrderRow& one) {
        return command.order ? one.order.id == command.order
                             : one.order.client_order_id == command.client_order_id;
    });
    if (row == rows.end()) return failed_half(unknown_order().error());
    std::string text;
    Json json{text};
    write_cancelled(json, figures, *row, command.cancel_id.view(), at, unit, asides);
    return done(std::move(text));
}

Half placed_half(const Replaced& replaced, const Figures& figures, ReplyForm form, TimeUnit unit) {
    if (!replaced.placed) return failed_half(told(*replaced.place_refused));
    std::string text;
    Json json{text};
    write_placed(json, figures, *replaced.placed, form, unit);
    return done(std::move(text));
}

core::Reject cause_of(const Replaced& replaced) {
    if (replaced.cancel_refused) return replaced.cancel_refused->rejection.reject;
    if (replaced.place_refused) return replaced.place_refused->rejection.reject;
    return core::Reject::order_unknown;
}

// There is no room for the new order; the old one goes all the same, if that was asked for.
void cancel_only(const Asked& asked, const Replacing& replacing, const Error& no_room,
                 Finish&& finish) {
    const core::CancelOrder& cancel = replacing.command.cancel;
    const OrderName name{.market = cancel.market,
                         .order = cancel.order,
                         .client_order_id = cancel.client_order_id,
                         .only = cancel.only,
                         .cancel_id = cancel.cancel_id};
    auto tell = [figures = replacing.figures, cancel, no_room, unit = asked.unit,
                 finish = std::move(finish)](Answer<CancelledWith>&& gone) mutable {
        const Half old = gone ? cancelled_half(gone->cancelled.orders, cancel, figures,
                                               gone->cancelled.stamp.time, unit, gone->asides)
                              : failed_half(told(gone.error()));
        finish(not_both(old, failed_half(no_room), core::Reject::rate_limited));
    };
    api::cancel_order(asked.house, asked.caller, name, and_asides(asked, std::move(tell)));
}

// The way back of a replacement that was asked for.
struct Replacement {
    Figures figures;
    ReplyForm form{};
    TimeUnit unit{};
    core::CancelOrder cancel;
    Ticket ticket;
    Finish finish;

    // Nothing was done.
    void refuse(const Refusal& refusal) {
        ticket.give_back();
        const core::Reject why = refusal.rejection.reject;
        if (!is_about_cancelling(why)) return finish(std::unexpected(told(refusal)));
        finish(not_both(failed_half(told(refusal)), {Half::Went::not_tried, {}}, why));
    }

    // A new order counts, whatever became of the old one.
    void tell(const Replaced& replaced, const Asides& asides) {
        if (!replaced.placed) ticket.give_back();
        const Half old = replaced.cancel_refused
                             ? failed_half(told(*replaced.cancel_refused))
                             : cancelled_half(replaced.cancelled, cancel, figures,
                                              replaced.stamp.time, unit, asides);
        const Half young = placed_half(replaced, figures, form, unit);
        if (old.went == Half::Went::well && young.went == Half::Went::well) {
            return finish(Answered{.body = both_halves(old, young),
                                   .seen = replaced.stamp.sequence,
                                   .orders = ticket.counts()});
        }
        Failed failed = not_both(old, young, cause_of(replaced));
        if (replaced.placed) failed.error().orders = ticket.counts();
        finish(std::move(failed));
    }
};

// --- amend

// Its own words for what is refused here.
Error told_of_amending(const Refusal& refusal) {
    if (refusal.rejection.reject == core::Reject::order_unknown) {
        return order_does_not_exist().error();
    }
    // A leg of a pair: what it shares with the other cannot become smaller for one of them.
    if (refusal.rejection.reject == core::Reject::state_conflict) {
        return failed(-1014, "Unsupported order combination.", core::Reject::state_conflict)
            .error();
    }
    return told(refusal);
}

struct Amending {
    Named named;
    core::AmendOrder change;
};

Result<Amending> read_amending(const Asked& asked) {
    TRY(Named named, read_name(asked));
    TRY(const auto number, read_decimal(asked.parameters, "newQty"));
    if (!number) return mandatory("newQty");
    TRY(const auto client_order_id, read_client_order_id(asked.parameters, "newClientOrderId"));
    const views::Live::Read live = asked.house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    TRY(const core::Quantity quantity, quantity_of(*number, core::OrderType::limit,
                                                   catalogue.market(named.name.market), catalogue));
    core::AmendOrder change{.market = named.name.market,
                            .order = named.name.order,
                            .client_order_id = named.name.client_order_id,
                            .quantity = quantity,
                            .new_client_order_id = client_order_id.value_or(core::ClientOrderId{})};
    return Amending{.named = std::move(named), .change = std::move(change)};
}

// The list that an order is a part of, while that is open.
std::optional<core::OrderList> open_list_of(const House& house, const core::OpenOrder& order) {
    const core::OrderListId id = core::list_of(order);
    if (!id) return std::nullopt;
    const views::Live::Read live = house.live.read();
    const core::OpenList* open = live->state.lists.find(id);
    if (open == nullptr) return std::nullopt;
    return open->list;
}

Answered told_amended(const House& house, const Figures& figures, const Amended& amended,
                      TimeUnit unit) {
    Answered answered{.body = {}, .seen = amended.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_object();
    json.number("transactTime", time_in(unit, amended.stamp.time));
    json.number("executionId", views::Executions{amended.stamp.sequence}.of(amended.change));
    json.name("amendedOrder");
    write_amended(json, figures, amended, unit);
    if (const auto list = open_list_of(house, amended.order.order)) {
        json.name("listStatus");
        write_list_status(json, figures, *list);
    }
    json.end_object();
    return answered;
}

}  // namespace

void cancel_replace(const Asked& asked, Finish&& finish) {
    auto replacing = read_replacing(asked);
    if (!replacing) return finish(std::unexpected(std::move(replacing).error()));
    auto ticket = Ticket::take(asked, 1);
    if (!ticket && replacing->without_room == WithoutRoom::cancel_only) {
        return cancel_only(asked, *replacing, ticket.error(), std::move(finish));
    }
    if (!ticket) return finish(std::unexpected(std::move(ticket).error()));
    Replacement replacement{.figures = replacing->figures,
                            .form = replacing->form,
                            .unit = asked.unit,
                            .cancel = replacing->command.cancel,
                            .ticket = *ticket,
                            .finish = std::move(finish)};
    auto tell = [&house = asked.house, now = asked.now,
                 replacement = std::move(replacement)](Answer<Replaced>&& replaced) mutable {
        if (!replaced) return replacement.refuse(replaced.error());
        std::vector<views::OrderRow> gone = std::move(replaced->cancelled);
        with_asides(
            house, now, std::move(gone),
            [replaced = *std::move(replaced), replacement = std::move(replacement)](
                std::vector<views::OrderRow>&& rows, std::optional<Asides>&& asides) mutable {
                replaced.cancelled = std::move(rows);
                replacement.tell(replaced, std::move(asides).value_or(Asides{}));
            });
    };
    api::replace_order(asked.house, asked.caller, std::move(replacing->command), std::move(tell));
}

void amend_order(const Asked& asked, Finish&& finish) {
    auto amending = read_amending(asked);
    if (!amending) return finish(std::unexpected(std::move(amending).error()));
    auto tell = [&house = asked.house, figures = amending->named.figures, unit = asked.unit,
                 finish = std::move(finish)](Answer<Amended>&& amended) mutable {
        if (!amended) return finish(std::unexpected(told_of_amending(amended.error())));
        finish(told_amended(house, figures, *amended, unit));
    };
    api::amend_order(asked.house, asked.caller, amending->named.name, std::move(amending->change),
                     std::move(tell));
}

}  // namespace api::binance
