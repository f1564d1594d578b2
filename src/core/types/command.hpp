// What may be asked of the core. A command is a wish with an envelope that says whose it is.
// Type numbers are in journals: never reused. Fields are only ever appended.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <variant>

#include "base/text.hpp"
#include "core/types/access.hpp"
#include "core/types/market.hpp"
#include "core/types/order.hpp"

namespace core {

enum class Surface : std::uint8_t { api = 1, web = 2, bot = 3, system = 4, cli = 5 };
BOOST_DESCRIBE_ENUM(Surface, api, web, bot, system, cli)

// 128 bits of a SHA-256, for things that are only ever compared.
struct Fingerprint {
    std::uint64_t high{};
    std::uint64_t low{};

    friend constexpr auto operator<=>(const Fingerprint&, const Fingerprint&) = default;
    constexpr explicit operator bool() const { return high != 0 || low != 0; }
};
BOOST_DESCRIBE_STRUCT(Fingerprint, (), (high, low))

// Who asks, from where, and how the wish is told from its repetition.
struct Envelope {
    CustomerId customer{};
    AccountId account{};
    KeyId key{};
    Surface surface{};
    Fingerprint ip{};           // keyed hash: the address itself stays out of the journal
    Fingerprint idempotency{};  // of the Idempotency-Key; none when zero
    Fingerprint request{};      // of the whole request
    Fingerprint nonce{};        // single use per key until `deadline`; none when zero
    Timestamp deadline{never};  // from then on the command can never execute

    friend bool operator==(const Envelope&, const Envelope&) = default;
};
BOOST_DESCRIBE_STRUCT(Envelope, (),
                      (customer, account, key, surface, ip, idempotency, request, nonce, deadline))

// The first command of every journal.
struct OpenHouse {
    static constexpr std::uint16_t type_number = 1;
    Environment environment{};
    std::uint64_t hash_key_first{};  // random: keys the tables that strangers fill
    std::uint64_t hash_key_second{};
};
BOOST_DESCRIBE_STRUCT(OpenHouse, (), (environment, hash_key_first, hash_key_second))

struct DefineAsset {
    static constexpr std::uint16_t type_number = 2;
    Asset asset;  // its id is given by the core
};
BOOST_DESCRIBE_STRUCT(DefineAsset, (), (asset))

struct DefineMarket {
    static constexpr std::uint16_t type_number = 3;
    Market market;  // its id, symbol and tick_lot are given by the core
};
BOOST_DESCRIBE_STRUCT(DefineMarket, (), (market))

struct SetMarketMode {
    static constexpr std::uint16_t type_number = 4;
    MarketId market;
    MarketMode mode{};
    Timestamp reopens_at{never};  // when it opens by itself
};
BOOST_DESCRIBE_STRUCT(SetMarketMode, (), (market, mode, reopens_at))

// Opens one account with it.
struct RegisterCustomer {
    static constexpr std::uint16_t type_number = 5;
    VaultRef subject;
};
BOOST_DESCRIBE_STRUCT(RegisterCustomer, (), (subject))

struct SetCustomerStatus {
    static constexpr std::uint16_t type_number = 6;
    CustomerId customer;
    bool verified{};
    bool suspended{};
};
BOOST_DESCRIBE_STRUCT(SetCustomerStatus, (), (customer, verified, suspended))

struct CreateKey {
    static constexpr std::uint16_t type_number = 7;
    AccountId account;
    KeyName public_name;
    Credential credential;
    KeyRules rules;
    bool active{};
};
BOOST_DESCRIBE_STRUCT(CreateKey, (), (account, public_name, credential, rules, active))

struct EditKey {
    static constexpr std::uint16_t type_number = 8;
    KeyId key;
    KeyRules rules;
};
BOOST_DESCRIBE_STRUCT(EditKey, (), (key, rules))

struct SetKeyStatus {
    static constexpr std::uint16_t type_number = 9;
    KeyId key;
    KeyStatus status{};
};
BOOST_DESCRIBE_STRUCT(SetKeyStatus, (), (key, status))

// Test money from outside. Rejected where the environment is live.
struct FundAccount {
    static constexpr std::uint16_t type_number = 10;
    AccountId account;
    AssetId asset;
    Amount amount;
};
BOOST_DESCRIBE_STRUCT(FundAccount, (), (account, asset, amount))

// For the envelope's account.
struct PlaceOrder {
    static constexpr std::uint16_t type_number = 11;
    MarketId market;
    Side side{};
    OrderType type{};
    TimeInForce time_in_force{};
    SelfTradePrevention self_trade_prevention{};
    Price limit;          // not for market orders
    Quantity quantity;    // zero for a market order by quote amount
    Amount quote_amount;  // market orders only: spend or earn at most this
    ClientOrderId client_order_id;
};
BOOST_DESCRIBE_STRUCT(PlaceOrder, (),
                      (market, side, type, time_in_force, self_trade_prevention, limit, quantity,
                       quote_amount, client_order_id))

// By id, or by the client's id where the id is zero.
struct CancelOrder {
    static constexpr std::uint16_t type_number = 12;
    MarketId market;  // zero: whichever it is in
    OrderId order;
    ClientOrderId client_order_id;
};
BOOST_DESCRIBE_STRUCT(CancelOrder, (), (market, order, client_order_id))

struct CancelAll {
    static constexpr std::uint16_t type_number = 13;
    MarketId market;  // zero: all markets
};
BOOST_DESCRIBE_STRUCT(CancelAll, (), (market))

// Time has come: timers up to the stamp fire, a bounded number of them.
struct Tick {
    static constexpr std::uint16_t type_number = 14;
    std::uint8_t none{};
};
BOOST_DESCRIBE_STRUCT(Tick, (), (none))

// Goes on with an order whose matching did not fit into one command.
struct ContinueOrder {
    static constexpr std::uint16_t type_number = 15;
    OrderId order;
};
BOOST_DESCRIBE_STRUCT(ContinueOrder, (), (order))

// The first command after a start: what recovery found.
struct Recover {
    static constexpr std::uint16_t type_number = 16;
    bool clean{};                     // the last stop said goodbye
    std::uint64_t discarded_bytes{};  // of a torn tail that nobody had been told of
    Duration cancel_only{};           // markets rest that long after an unclean stop
};
BOOST_DESCRIBE_STRUCT(Recover, (), (clean, discarded_bytes, cancel_only))

using Command = std::variant<OpenHouse, DefineAsset, DefineMarket, SetMarketMode, RegisterCustomer,
                             SetCustomerStatus, CreateKey, EditKey, SetKeyStatus, FundAccount,
                             PlaceOrder, CancelOrder, CancelAll, Tick, ContinueOrder, Recover>;

}  // namespace core
