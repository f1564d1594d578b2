// Amending and replacing orders in the native words.
#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/order_changes.hpp"
#include "api/operations/order_inputs.hpp"
#include "api/operations/refusals.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {
namespace {

// Lots are the market's, so the order is looked for first.
Answer<core::AmendOrder> read_change(const Call& call, const OrderName& name) {
    TRY(const core::MarketId market, market_of_open(call.house, call.caller, name));
    const auto live = call.house.live.read();
    core::AmendOrder change;
    const core::Market* found = live->state.catalogue.find_market(market);
    if (found == nullptr) return refuse(core::Reject::order_unknown);
    TRY(const std::string_view quantity, call.inputs.text("quantity"));
    TRY(change.quantity, read_quantity(*found, live->state.catalogue, "quantity", quantity));
    TRY(change.new_client_order_id, read_client_id(call.inputs, "new_client_order_id"));
    change.market = found->id;
    change.order = name.order;
    change.client_order_id = name.client_order_id;
    return change;
}

Answer<core::CancelReplace> read_replacement(const Call& call) {
    const auto live = call.house.live.read();
    const Inputs& inputs = call.inputs;
    TRY(const core::Market* market, read_market(live->state, inputs));
    core::CancelReplace command;
    TRY(const OrderName old, read_order_name(inputs, "cancel_order_id", "cancel_client_order_id"));
    if (!old.order && old.client_order_id.empty()) return missing("cancel_order_id");
    command.cancel = {market->id, old.order, old.client_order_id, old.only};
    command.stop_on_failure = inputs.text_or("when_not_cancelled", "stop") == "stop";
    TRY(command.place, read_order(live->state, *market, inputs));
    TRY_OK(read_stream(call.house, call.caller, inputs, command.place));
    return command;
}

void tell_half(Json& json, std::string_view name, const std::optional<Refusal>& refused) {
    if (!refused) return json.null(name);
    const core::Rejection& rejection = refused->rejection;
    json.name(name);
    json.begin_object();
    json.text("code", core::name_of(rejection.reject));
    if (!rejection.field.empty()) json.text("field", rejection.field.view());
    json.text("detail", row_of(rejection.reject).detail);
    json.end_object();
}

Told told_replaced(const House& house, const Replaced& replaced) {
    const auto live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Told answer = told(replaced.stamp.sequence, [&](Json& json) {
        tell_orders(json, "cancelled", catalogue, replaced.cancelled);
        tell_half(json, "cancel_refused", replaced.cancel_refused);
        json.name("order");
        replaced.placed ? tell(json, catalogue, replaced.placed->order) : json.null();
        tell_fills(json, "fills", catalogue,
                   replaced.placed ? replaced.placed->fills : std::vector<views::FillRow>{});
        tell_half(json, "place_refused", replaced.place_refused);
    });
    answer.replayed = replaced.replayed;
    return answer;
}

}  // namespace

void amend_order(const Call& call, Tell then) {
    const auto name = read_order_name(call.inputs);
    if (!name) return then(std::unexpected(name.error()));
    const auto change = read_change(call, *name);
    if (!change) return then(std::unexpected(change.error()));
    House& house = call.house;
    if (call.validate_only) {
        return tell_verdict(house, try_out(house, call.caller, *change), std::move(then));
    }
    api::amend_order(house, call.caller, *name, *change,
                     [&house, then = std::move(then)](Answer<Amended>&& amended) mutable {
                         if (!amended) return then(std::unexpected(std::move(amended).error()));
                         const auto live = house.live.read();
                         Told answer = told(amended->stamp.sequence, [&](Json& json) {
                             json.name("order");
                             tell(json, live->state.catalogue, amended->order);
                         });
                         answer.replayed = amended->replayed;
                         then(std::move(answer));
                     });
}

void replace_order(const Call& call, Tell then) {
    auto command = read_replacement(call);
    if (!command) return then(std::unexpected(command.error()));
    House& house = call.house;
    if (call.validate_only) {
        return tell_verdict(house, check_replacement(house, call.caller, *std::move(command)),
                            std::move(then));
    }
    api::replace_order(house, call.caller, *std::move(command),
                       [&house, then = std::move(then)](Answer<Replaced>&& replaced) mutable {
                           if (!replaced) {
                               return then(std::unexpected(std::move(replaced).error()));
                           }
                           // Nothing was done at all.
                           if (replaced->cancel_refused && replaced->place_refused) {
                               return then(std::unexpected(*replaced->place_refused));
                           }
                           then(told_replaced(house, *replaced));
                       });
}

}  // namespace api::handlers
