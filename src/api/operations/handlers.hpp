// The work behind each row of the table, in files by subject. Handlers read the inputs that the
// gate has checked, call the typed operations, and tell the answer in the native words.
#pragma once

#include "api/operations/call.hpp"

namespace api::handlers {

using Tell = Then<Told>&&;

// A handler that answers at once. It has let go of the views before anybody hears the answer.
template <Answer<Told> (*query)(const Call&)>
void at_once(const Call& call, Tell then) {
    then(query(call));
}

// public.cpp
Answer<Told> time(const Call& call);
Answer<Told> status(const Call& call);
Answer<Told> echo(const Call& call);
Answer<Told> assets(const Call& call);
Answer<Told> markets(const Call& call);
Answer<Told> market(const Call& call);
// market_data.cpp
Answer<Told> tickers(const Call& call);
Answer<Told> ticker(const Call& call);
Answer<Told> book(const Call& call);
void trades(const Call& call, Tell then);
void candles(const Call& call, Tell then);

// stream.cpp
Answer<Told> about_stream(const Call& call);

// account.cpp
Answer<Told> account(const Call& call);
Answer<Told> balances(const Call& call);
Answer<Told> fees(const Call& call);

// orders_told.cpp
void place_order(const Call& call, Tell then);
void cancel_order(const Call& call, Tell then);
void cancel_all(const Call& call, Tell then);
void show_order(const Call& call, Tell then);
// order_changes_told.cpp
void amend_order(const Call& call, Tell then);
void replace_order(const Call& call, Tell then);
// order_lists_told.cpp
void place_order_list(const Call& call, Tell then);
void cancel_order_list(const Call& call, Tell then);
void show_order_list(const Call& call, Tell then);
// dead_men.cpp
void set_dead_man(const Call& call, Tell then);
void drop_dead_man(const Call& call, Tell then);
Answer<Told> list_dead_men(const Call& call);
// lists.cpp
void list_orders(const Call& call, Tell then);
void list_order_lists(const Call& call, Tell then);
void list_fills(const Call& call, Tell then);
void list_ledger(const Call& call, Tell then);

// operators.cpp: customers and accounts
void register_customer(const Call& call, Tell then);
Answer<Told> list_customers(const Call& call);
Answer<Told> show_customer(const Call& call);
void verify_customer(const Call& call, Tell then);
void unverify_customer(const Call& call, Tell then);
void suspend_customer(const Call& call, Tell then);
void unsuspend_customer(const Call& call, Tell then);
void approve_api(const Call& call, Tell then);
Answer<Told> list_accounts(const Call& call);
Answer<Told> show_account(const Call& call);
void fund_account(const Call& call, Tell then);
// operators_keys.cpp
void create_key(const Call& call, Tell then);
Answer<Told> list_keys(const Call& call);
Answer<Told> show_key(const Call& call);
void edit_key(const Call& call, Tell then);
void activate_key(const Call& call, Tell then);
void deactivate_key(const Call& call, Tell then);
void revoke_key(const Call& call, Tell then);
// operators_house.cpp
void define_asset(const Call& call, Tell then);
void define_market(const Call& call, Tell then);
void set_market_mode(const Call& call, Tell then);
void set_fee_tiers(const Call& call, Tell then);
Answer<Told> house_status(const Call& call);
// operators_audit.cpp
void list_refusals(const Call& call, Tell then);
void list_access(const Call& call, Tell then);
void list_commands(const Call& call, Tell then);

}  // namespace api::handlers
