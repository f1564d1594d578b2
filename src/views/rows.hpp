// Orders, fills and ledger entries as they are told to people: by the live view, by history, and
// in the replies of commands. One form, whoever answers.
#pragma once

#include <optional>

#include "core/types/record.hpp"

namespace views {

// An order, open or closed. While it is open `closed` is empty.
struct OrderRow {
    core::OpenOrder order;      // leaves: what did not trade, also of a closed order
    core::Amount quote_amount;  // of a market order by quote amount, zero otherwise
    std::optional<core::CloseReason> closed;

    friend bool operator==(const OrderRow&, const OrderRow&) = default;
};

// One order's part of a trade.
struct FillRow {
    core::MarketId market;
    core::TradeId trade;
    core::OrderId order;
    core::AccountId account;
    core::Side side{};
    core::Price price;
    core::Quantity quantity;
    core::Amount quote;
    core::Amount fee;
    core::AssetId fee_asset;
    bool maker{};
    core::Timestamp time;

    friend bool operator==(const FillRow&, const FillRow&) = default;
};

// A match of two orders of one account that self-trade prevention kept from happening.
struct PreventionRow {
    core::MarketId market;
    core::PreventionId prevention;
    core::OrderId maker;
    core::OrderId taker;
    core::AccountId account;
    core::SelfTradePrevention mode{};
    core::Price price;
    core::Quantity quantity;  // that would have matched
    core::Quantity maker_prevented;
    core::Quantity taker_prevented;
    core::Timestamp time;

    friend bool operator==(const PreventionRow&, const PreventionRow&) = default;
};

// An order was made smaller, or renamed with it.
struct AmendmentRow {
    std::uint64_t execution{};  // see Executions
    core::MarketId market;
    core::OrderId order;
    core::AccountId account;
    core::Quantity before;
    core::Quantity quantity;
    core::ClientOrderId client_order_id_before;
    core::ClientOrderId client_order_id;
    core::Timestamp time;

    friend bool operator==(const AmendmentRow&, const AmendmentRow&) = default;
};

// An order list, open or done.
struct ListRow {
    core::OrderList list;
    core::Timestamp done_at{core::never};  // never: one of its orders is open

    friend bool operator==(const ListRow&, const ListRow&) = default;
};

// One posting to a customer's account.
struct LedgerRow {
    core::Sequence sequence;
    core::AccountId account;
    core::AssetId asset;
    core::Bucket bucket{};
    core::PostingReason reason{};
    core::Amount delta;
    core::Amount after;
    core::Timestamp time;

    friend bool operator==(const LedgerRow&, const LedgerRow&) = default;
};

// One record as an auditor finds it: who asked for what, and whether it was rejected.
struct CommandRow {
    core::Sequence sequence;
    core::Timestamp time;
    core::CustomerId customer;  // zero, here and below: none
    core::AccountId account;
    core::KeyId key;
    std::uint64_t user{};
    std::uint64_t session{};
    core::Surface surface{};
    std::uint16_t command{};  // its type number; views/audit/record_words.hpp names it
    core::Reject reject{};

    friend bool operator==(const CommandRow&, const CommandRow&) = default;
};

}  // namespace views
