// How rows of the table are written: one maker for each kind of caller. Only the table needs them.
//
//     by_customer("api_keys.create", Method::post, "/v1/keys", Kind::write, create_fields,
//                 handlers::create_own_key, "Creates a key.", "201 key: Key, secret: text?"),
//     with_factor(...)      // the row may ask for a second factor
//     cancelling(...)       // the row may use the reserve of the request budget
#pragma once

#include "api/operations/operation.hpp"

namespace api::rows {

using core::Kind;
using core::Scope;

inline constexpr std::span<const Field> no_fields{};

// Open to everybody.
constexpr Operation open_to_all(std::string_view name, std::string_view at,
                                std::span<const Field> fields, Handler handler,
                                std::string_view about, std::string_view reply,
                                std::uint32_t weight = 1) {
    return {.name = name,
            .method = Method::get,
            .path = at,
            .audience = Audience::everybody,
            .scope = {},
            .roles = {},
            .kind = Kind::read,
            .weight = weight,
            .idempotency = Idempotency::none,
            .second_factor = SecondFactor::none,
            .dry_run = false,
            .raw_body = false,
            .cancels = false,
            .fields = fields,
            .about = about,
            .reply = reply,
            .handler = handler};
}

// Read with a key.
constexpr Operation read_by_key(std::string_view name, std::string_view at,
                                std::optional<Scope> scope, std::span<const Field> fields,
                                Handler handler, std::string_view about, std::string_view reply,
                                std::uint32_t weight = 1) {
    return {.name = name,
            .method = Method::get,
            .path = at,
            .audience = Audience::key,
            .scope = scope,
            .roles = {},
            .kind = Kind::read,
            .weight = weight,
            .idempotency = Idempotency::none,
            .second_factor = SecondFactor::none,
            .dry_run = false,
            .raw_body = false,
            .cancels = false,
            .fields = fields,
            .about = about,
            .reply = reply,
            .handler = handler};
}

// Written with a key.
constexpr Operation write_by_key(std::string_view name, Method method, std::string_view at,
                                 Scope scope, Idempotency idempotency,
                                 std::span<const Field> fields, Handler handler,
                                 std::string_view about, std::string_view reply) {
    return {.name = name,
            .method = method,
            .path = at,
            .audience = Audience::key,
            .scope = scope,
            .roles = {},
            .kind = Kind::write,
            .weight = 1,
            .idempotency = idempotency,
            .second_factor = SecondFactor::none,
            .dry_run = true,
            .raw_body = false,
            .cancels = false,
            .fields = fields,
            .about = about,
            .reply = reply,
            .handler = handler};
}

constexpr Operation by_operator(std::string_view name, Method method, std::string_view at,
                                Kind kind, std::span<const Field> fields, Handler handler,
                                std::string_view about, std::string_view reply) {
    const bool writes = kind != Kind::read;
    return {.name = name,
            .method = method,
            .path = at,
            .audience = Audience::operators,
            .scope = {},
            .roles = {},
            .kind = kind,
            .weight = 1,
            .idempotency = writes ? Idempotency::optional : Idempotency::none,
            .second_factor = SecondFactor::none,
            .dry_run = writes,
            .raw_body = false,
            .cancels = false,
            .fields = fields,
            .about = about,
            .reply = reply,
            .handler = handler};
}

// By people who signed in. Writes take an Idempotency-Key and a dry run, as all writes do.
constexpr Operation by_session(Audience audience, std::string_view name, Method method,
                               std::string_view at, Kind kind, std::span<const Field> fields,
                               Handler handler, std::string_view about, std::string_view reply) {
    const bool writes = kind != Kind::read;
    return {.name = name,
            .method = method,
            .path = at,
            .audience = audience,
            .scope = {},
            .roles = {},
            .kind = kind,
            .weight = 1,
            .idempotency = writes ? Idempotency::optional : Idempotency::none,
            .second_factor = SecondFactor::none,
            .dry_run = writes,
            .raw_body = false,
            .cancels = false,
            .fields = fields,
            .about = about,
            .reply = reply,
            .handler = handler};
}

constexpr Operation by_customer(std::string_view name, Method method, std::string_view at,
                                Kind kind, std::span<const Field> fields, Handler handler,
                                std::string_view about, std::string_view reply) {
    return by_session(Audience::customer, name, method, at, kind, fields, handler, about, reply);
}

constexpr Operation by_person(std::string_view name, Method method, std::string_view at, Kind kind,
                              std::span<const Field> fields, Handler handler,
                              std::string_view about, std::string_view reply) {
    return by_session(Audience::person, name, method, at, kind, fields, handler, about, reply);
}

constexpr Operation by_staff(core::Roles roles, std::string_view name, Method method,
                             std::string_view at, Kind kind, std::span<const Field> fields,
                             Handler handler, std::string_view about, std::string_view reply) {
    Operation row =
        by_session(Audience::staff, name, method, at, kind, fields, handler, about, reply);
    row.roles = roles;
    return row;
}

// Written by somebody whom nobody knows yet: to register, to sign in.
constexpr Operation by_stranger(std::string_view name, std::string_view at,
                                std::span<const Field> fields, Handler handler,
                                std::string_view about, std::string_view reply,
                                std::uint32_t weight) {
    Operation row = open_to_all(name, at, fields, handler, about, reply, weight);
    row.method = Method::post;
    row.kind = Kind::write;
    return row;
}

constexpr Operation with_factor(Operation row) {
    row.second_factor = SecondFactor::challenge;
    return row;
}

// Where two persons are asked for, the first one's act is answered 202 "proposal: Proposal".
constexpr Operation proposing(Operation row) {
    row.second_factor = SecondFactor::challenge;
    row.proposes = true;
    return row;
}

constexpr Operation cancelling(Operation row) {
    row.cancels = true;
    return row;
}

}  // namespace api::rows
