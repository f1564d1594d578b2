// What is said on WS /v1/stream by its clients: one flat JSON object in each message.
//
//     {"op":"login","key":"pk_...","timestamp":"1795168800000","nonce":"...","signature":"..."}
//     {"op":"subscribe","channel":"book","market":"BTCUSDT","resume_from":"4711"}
//     {"op":"unsubscribe","channel":"book","market":"BTCUSDT"}
//     {"op":"list"}  {"op":"ping"}
//
// Any may carry an "id" of the client's choice, which the answer repeats. docs/api/stream.md tells
// it to people.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "api/operations/inputs.hpp"
#include "views/market/interval.hpp"

namespace api::native {

enum class Channel : std::uint8_t {
    trades,
    book,
    book_ticker,
    ticker,
    candles,
    markets,
    orders,
    balances,
    lists,
};
BOOST_DESCRIBE_ENUM(Channel, trades, book, book_ticker, ticker, candles, markets, orders, balances,
                    lists)

constexpr bool is_private(Channel channel) { return channel >= Channel::orders; }
// Whether it is of one market and no other.
constexpr bool is_of_market(Channel channel) { return channel < Channel::markets; }

// One thing to listen to.
struct Subject {
    Channel channel{};
    core::MarketId market{};     // none where the channel is of all markets
    views::Interval interval{};  // of candles

    friend auto operator<=>(const Subject&, const Subject&) = default;
};

enum class Op : std::uint8_t { login, subscribe, unsubscribe, list, ping };
BOOST_DESCRIBE_ENUM(Op, login, subscribe, unsubscribe, list, ping)

enum class OnDisconnect : std::uint8_t { none, key, session };
BOOST_DESCRIBE_ENUM(OnDisconnect, none, key, session)

// A login as it was sent: signed by a key, or a session's token.
struct Login {
    std::string key;
    std::string timestamp;
    std::string nonce;
    std::string signature;
    std::string token;
    OnDisconnect on_disconnect{};
};

struct StreamAsk {
    Op op{};
    std::string id;  // empty: none
    Subject subject{};
    std::optional<core::Sequence> resume_from{};
    Login login{};
};

// `id` is filled as soon as it is known, so that a refusal can repeat it.
Answer<StreamAsk> read_ask(const core::State& state, const Inputs& inputs, std::string& id);

}  // namespace api::native
