// The things that replies are made of, described once for the API document (openapi.hpp).
//
// To say what a row replies, write its `reply` as in reply_shape.hpp: "order: Order, next: text?".
// A new schema is a member list and a line in the file of its subject (schemas_*.cpp):
//
//     constexpr SchemaMember voucher[] = {{"voucher_id", "id", "its number"},
//                                         {"amount", "decimal", "what it is worth", "25.00"}};
//     {"Voucher", "Money that waits for whoever knows its code.", voucher},
//
// A new subject is a file and a line in schemas.cpp. Tests compare schemas with real replies
// (tests/api/openapi_test.cpp): no member more, none less.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "api/operations/reply_shape.hpp"

namespace api {

struct SchemaMember {
    std::string_view name;       // "close_reason?": may be missing
    std::string_view type;       // as in a reply: "decimal", "[Fill]", "time?", "open|closed"
    std::string_view about{};    // for the docs
    std::string_view example{};  // without quotes; none: one that every such type has
};

struct Schema {
    std::string_view name;   // "Order"
    std::string_view about;  // one sentence
    std::span<const SchemaMember> members;
};

// All of them, by subject. Lives for ever.
std::span<const Schema> schemas();
// Null when there is none of that name.
const Schema* find_schema(std::string_view name);

// A member as it is understood.
struct DescribedMember {
    std::string_view name;
    ShapeType type;
    bool optional{};
    std::string_view about{};
    std::string_view example{};
};
std::vector<DescribedMember> members_of(const Schema& schema);
// With the members of schemas that stand there without a name.
std::vector<DescribedMember> members_of(const ReplyShape& shape);

// The files by subject; schemas() joins them.
std::span<const Schema> market_schemas();
std::span<const Schema> order_schemas();
std::span<const Schema> account_schemas();
std::span<const Schema> key_schemas();
std::span<const Schema> onboarding_schemas();
std::span<const Schema> staff_schemas();
std::span<const Schema> operator_schemas();
std::span<const Schema> people_schemas();

}  // namespace api
