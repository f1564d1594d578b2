// Journal time: nanoseconds since 1970-01-01 UTC, as stamped by the engine. The core has no other.
#pragma once

#include <boost/describe.hpp>
#include <compare>
#include <cstdint>

namespace core {

struct Duration {
    std::int64_t ns{};

    friend constexpr auto operator<=>(Duration, Duration) = default;
};
BOOST_DESCRIBE_STRUCT(Duration, (), (ns))

constexpr Duration milliseconds(std::int64_t count) { return {count * 1'000'000}; }
constexpr Duration seconds(std::int64_t count) { return {count * 1'000'000'000}; }
constexpr Duration minutes(std::int64_t count) { return seconds(count * 60); }
constexpr Duration hours(std::int64_t count) { return minutes(count * 60); }

struct Timestamp {
    std::int64_t ns{};

    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
    friend constexpr Timestamp operator+(Timestamp t, Duration d) { return {t.ns + d.ns}; }
    friend constexpr Timestamp operator-(Timestamp t, Duration d) { return {t.ns - d.ns}; }
    friend constexpr Duration operator-(Timestamp a, Timestamp b) { return {a.ns - b.ns}; }
};
BOOST_DESCRIBE_STRUCT(Timestamp, (), (ns))

// The end of time: what never expires, expires then.
inline constexpr Timestamp never{INT64_MAX};

constexpr std::int64_t unix_ms(Timestamp t) { return t.ns / 1'000'000; }
constexpr Timestamp from_unix_ms(std::int64_t ms) { return {ms * 1'000'000}; }

}  // namespace core
