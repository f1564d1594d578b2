// One row of the operations table: everything about an operation that is not its work.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "api/access/http.hpp"
#include "api/operations/house.hpp"
#include "core/types/access.hpp"
#include "core/types/person.hpp"

namespace api {

// Who may ask at all.
enum class Audience : std::uint8_t {
    everybody,  // no key
    key,        // a signed request, or the session of the account's owner
    customer,   // a customer's session
    person,     // any session: a customer's or staff's
    staff,      // a session of staff, with one of the row's roles
    operators,  // through the control socket only
};

enum class Idempotency : std::uint8_t { none, optional, required };
// `challenge`: may need a factor; without one the answer is step_up_required with a challenge.
enum class SecondFactor : std::uint8_t { none, challenge };

// What the text of one field must look like. Money and quantities are decimals in a string.
enum class FieldType : std::uint8_t {
    text,
    decimal,  // "1.5"; in JSON a string, never a number
    integer,  // 0 .. 2^63-1; in JSON a number or a string of digits
    id,       // a positive integer in a string
    boolean,
    time,     // RFC 3339 "2026-11-20T10:00:00.000Z", or Unix milliseconds
    market,   // a symbol; the key's constraints are asked about it
    asset,    // a code; the same
    choice,   // one of `choices`
    texts,    // a JSON list of strings
    objects,  // a JSON list of flat objects with the fields `of`
};

enum class FieldPlace : std::uint8_t { path, query, body };

struct Field {
    std::string_view name;
    FieldPlace place{};
    FieldType type{};
    bool required{};
    std::string_view choices{};    // "buy|sell"
    std::string_view about{};      // for the docs
    std::string_view example{};    // for the docs; none: one that every field of its type has
    std::size_t bytes_max{4'096};  // of a text
    std::span<const Field> of{};   // of an object in the list
};

struct Call;
struct Told;
using Handler = void (*)(const Call& call, Then<Told>&& then);

struct Operation {
    std::string_view name;  // "orders.place"
    Method method{};
    std::string_view path;  // "/v1/orders/{order_id}"
    Audience audience{};
    std::optional<core::Scope> scope;  // none: whoever is of the audience
    core::Roles roles;                 // staff: any one of these
    core::Kind kind{};
    std::uint32_t weight{1};  // of the request budget
    Idempotency idempotency{};
    SecondFactor second_factor{};
    bool dry_run{};                 // takes ?validate_only=true
    bool raw_body{};                // the body is not looked into
    bool cancels{};                 // may use the reserve of the request budget
    bool proposes{};                // four eyes: may be answered 202, with a proposal instead
    std::span<const Field> fields;  // all that it takes; anything else is unknown_field
    std::string_view about;         // one sentence for the docs
    std::string_view reply;         // "201 order: Order, fills: [Fill]": see reply_shape.hpp
    std::string_view refuses{};     // "order_unknown lot_filter": see row_refusals.hpp
    Handler handler{};
};

}  // namespace api
