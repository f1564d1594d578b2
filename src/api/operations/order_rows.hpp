// The rows of orders, lists of orders and dead-man timers. Only table.cpp needs them.
#pragma once

#include "api/operations/handlers.hpp"
#include "api/operations/order_fields.hpp"
#include "api/operations/row_refusals.hpp"
#include "api/operations/rows.hpp"

namespace api::rows {

// What a new order can be refused for.
inline constexpr std::string_view of_orders =
    "market_halted market_cancel_only market_auction insufficient_funds price_filter lot_filter "
    "notional_filter percent_price_filter order_count_filter client_order_id_in_use would_match "
    "would_trigger iceberg_filter trailing_filter parked_count_filter iceberg_count_filter";
inline constexpr std::string_view of_lists =
    "market_halted market_cancel_only market_auction insufficient_funds price_filter lot_filter "
    "notional_filter percent_price_filter order_count_filter client_order_id_in_use would_match "
    "would_trigger iceberg_filter trailing_filter parked_count_filter iceberg_count_filter "
    "list_prices list_count_filter";
inline constexpr std::string_view of_replacements =
    "market_halted market_cancel_only market_auction insufficient_funds price_filter lot_filter "
    "notional_filter percent_price_filter order_count_filter client_order_id_in_use would_match "
    "would_trigger iceberg_filter trailing_filter parked_count_filter iceberg_count_filter "
    "order_unknown cancel_restricted client_order_id_mismatch state_conflict";
inline constexpr std::string_view of_amends =
    "order_unknown market_halted market_cancel_only price_filter lot_filter notional_filter "
    "iceberg_filter amend_count_filter amend_unchanged amend_increase client_order_id_in_use "
    "state_conflict";
inline constexpr std::string_view of_cancels =
    "order_unknown market_halted cancel_restricted client_order_id_mismatch";
inline constexpr std::string_view of_shown_orders =
    "order_unknown constraint_market constraint_asset";
inline constexpr std::string_view of_shown_lists =
    "order_list_unknown constraint_market constraint_asset";

constexpr Operation trading(std::string_view name, Method method, std::string_view at, Scope scope,
                            std::span<const Field> fields, Handler handler, std::string_view about,
                            std::string_view reply, std::string_view refuses) {
    return refusing(
        write_by_key(name, method, at, scope, Idempotency::optional, fields, handler, about, reply),
        refuses);
}

inline constexpr Operation order_rows[] = {
    trading("orders.place", Method::post, "/v1/orders", Scope::order_create, fields::place_fields,
            handlers::place_order, "Places an order.", "201 order: Order, fills: [Fill]",
            of_orders),
    trading("orders.replace", Method::post, "/v1/orders/replace", Scope::order_create,
            fields::replace_fields, handlers::replace_order,
            "Cancels one order and places another, in one step.",
            "cancelled: [Order], cancel_refused: HalfRefused?, order: Order?, fills: [Fill], "
            "place_refused: HalfRefused?",
            of_replacements),
    trading("orders.amend", Method::patch, "/v1/orders/{order_id}", Scope::order_amend,
            fields::amend_fields, handlers::amend_order,
            "Makes an order smaller; it keeps its place in the line.", "order: Order", of_amends),
    trading("orders.amend_by_client_order_id", Method::patch,
            "/v1/orders/by_client_order_id/{client_order_id}", Scope::order_amend,
            fields::client_amend_fields, handlers::amend_order, "The same by its owner's name.",
            "order: Order", of_amends),
    cancelling(trading("orders.cancel", Method::del, "/v1/orders/{order_id}", Scope::order_cancel,
                       fields::cancel_fields, handlers::cancel_order,
                       "Cancels one order; a leg of a list takes its list along.",
                       "order: Order, others: [Order]", of_cancels)),
    cancelling(trading("orders.cancel_by_client_order_id", Method::del,
                       "/v1/orders/by_client_order_id/{client_order_id}", Scope::order_cancel,
                       fields::client_cancel_fields, handlers::cancel_order,
                       "Cancels one order by its owner's name.", "order: Order, others: [Order]",
                       of_cancels)),
    cancelling(trading("orders.cancel_all", Method::del, "/v1/orders", Scope::order_cancel,
                       fields::cancel_all_fields, handlers::cancel_all,
                       "Cancels all open orders, or those of one market, or with one tag.",
                       "orders: [Order]", "order_unknown market_halted")),
    refusing(
        read_by_key("orders.show", "/v1/orders/{order_id}", Scope::order_read, fields::order_fields,
                    handlers::show_order, "One order, open or closed.", "order: Order"),
        of_shown_orders),
    refusing(read_by_key("orders.show_by_client_order_id",
                         "/v1/orders/by_client_order_id/{client_order_id}", Scope::order_read,
                         fields::client_order_fields, handlers::show_order,
                         "One order by its owner's name: the open one, or else the newest.",
                         "order: Order"),
             of_shown_orders),
    read_by_key("orders.list", "/v1/orders", Scope::order_read, fields::list_orders_fields,
                handlers::list_orders,
                "Orders, oldest first: from `since` or `cursor` on, else the newest. Those that "
                "wait for their stop or their list are open too.",
                "orders: [Order], next: id?", 2),

    trading("order_lists.place", Method::post, "/v1/order-lists", Scope::order_create,
            fields::place_list_fields, handlers::place_order_list,
            "Places orders that depend on each other, all or none.",
            "201 list: OrderList, orders: [Order], fills: [Fill]", of_lists),
    cancelling(trading("order_lists.cancel", Method::del, "/v1/order-lists/{list_id}",
                       Scope::order_cancel, fields::order_list_fields, handlers::cancel_order_list,
                       "Cancels all orders of a list.", "orders: [Order]",
                       "order_list_unknown market_halted client_order_id_mismatch")),
    cancelling(trading("order_lists.cancel_by_client_list_id", Method::del,
                       "/v1/order-lists/by_client_list_id/{client_list_id}", Scope::order_cancel,
                       fields::client_list_fields, handlers::cancel_order_list,
                       "The same by its owner's name.", "orders: [Order]",
                       "order_list_unknown market_halted")),
    refusing(
        read_by_key("order_lists.show", "/v1/order-lists/{list_id}", Scope::order_read,
                    fields::order_list_fields, handlers::show_order_list,
                    "One list and its orders, open or done.", "list: OrderList, orders: [Order]"),
        of_shown_lists),
    refusing(read_by_key("order_lists.show_by_client_list_id",
                         "/v1/order-lists/by_client_list_id/{client_list_id}", Scope::order_read,
                         fields::client_list_fields, handlers::show_order_list,
                         "The same by its owner's name: the open one, or else the newest.",
                         "list: OrderList, orders: [Order]"),
             of_shown_lists),
    read_by_key("order_lists.list", "/v1/order-lists", Scope::order_read, fields::list_lists_fields,
                handlers::list_order_lists,
                "Lists of orders, oldest first: from `since` or `cursor` on, else the newest.",
                "lists: [OrderList], next: id?", 2),

    cancelling(trading("dead_man.set", Method::put, "/v1/dead-man", Scope::order_cancel,
                       fields::set_dead_man_fields, handlers::set_dead_man,
                       "Unless this is said again in time, the key's orders are cancelled: all, "
                       "or those of one market, or with one tag.",
                       "timer: DeadMan", "too_many")),
    cancelling(trading("dead_man.drop", Method::del, "/v1/dead-man", Scope::order_cancel,
                       fields::drop_dead_man_fields, handlers::drop_dead_man,
                       "Takes such a timer back.", "timer: DeadMan", "too_many")),
    read_by_key("dead_man.list", "/v1/dead-man", Scope::order_read, no_fields,
                handlers::at_once<handlers::list_dead_men>, "The timers that are set.",
                "timers: [DeadMan]"),
};

}  // namespace api::rows
