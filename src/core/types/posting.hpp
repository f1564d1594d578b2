// How money moves: postings that sum to zero per asset, and nothing else.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>

#include "base/inline_vector.hpp"
#include "core/types/ids.hpp"
#include "core/types/money.hpp"

namespace core {

// The world beyond our books: what it has given us it owes less of, so it alone may be negative.
inline constexpr AccountId outside{1};
// The house's own account; fees are earned here.
inline constexpr AccountId house{2};

enum class Bucket : std::uint8_t {
    available = 1,
    held = 2,  // set aside for open orders
};
BOOST_DESCRIBE_ENUM(Bucket, available, held)

enum class PostingReason : std::uint8_t {
    hold = 1,  // for a new order
    trade = 2,
    release = 3,  // what an order no longer needs
    fund = 4,     // test money, from outside
};
BOOST_DESCRIBE_ENUM(PostingReason, hold, trade, release, fund)

struct Posting {
    AccountId account;
    AssetId asset;
    Bucket bucket{};
    Amount delta;
    Amount after;  // the bucket's balance when this posting is done

    friend bool operator==(const Posting&, const Posting&) = default;
};
BOOST_DESCRIBE_STRUCT(Posting, (), (account, asset, bucket, delta, after))

// A trade is the largest: hold spent, improvement returned, goods and fee for either side.
using Postings = base::InlineVector<Posting, 8>;

struct Balance {
    Amount available;
    Amount held;

    friend constexpr bool operator==(const Balance&, const Balance&) = default;
};
BOOST_DESCRIBE_STRUCT(Balance, (), (available, held))

}  // namespace core
