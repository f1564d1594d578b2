// What an operation answers, as the table says it in one line.
//
//     "order: Order, fills: [Fill]"              two members
//     "orders: [Order], next: text?"             `next` may be null
//     "201 key: Key, secret?: text"              the status, unless 200; `secret` may be missing
//     "Account, balances: [Balance]"             all members of Account, and one more
//     "bids: [[decimal]], side: buy|sell"        lists of lists; one of some words
//
// A type is a schema of schemas.hpp (it begins with a capital), one of the words text, decimal,
// integer, id, boolean, time, market, asset, object, or words to choose from, at least two.
// A test reads every row of the table.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace api {

struct ShapeType {
    std::string_view word;  // "Order", "decimal", "buy|sell"
    int lists{};            // "[[decimal]]" has 2
    bool nullable{};        // "text?"

    bool is_schema() const { return word.front() >= 'A' && word.front() <= 'Z'; }
    bool is_choice() const { return word.find('|') != std::string_view::npos; }
};

struct ShapeMember {
    std::string_view name;  // empty: all members of the schema `type` stand here
    ShapeType type;
    bool optional{};
};

struct ReplyShape {
    unsigned status{200};
    std::vector<ShapeMember> members;
};

// The error is a sentence for whoever wrote the row. Whether a schema exists is not asked.
std::expected<ReplyShape, std::string> parse_reply(std::string_view text);
std::expected<ShapeType, std::string> parse_type(std::string_view text);

}  // namespace api
