// The fields of one request, wherever they stood: path, query or body. Parsed by a dialect,
// checked against the fields of the operation's row, read by its handler.
//
//     TRY(const core::Side side, inputs.side());
//     TRY(const std::string_view symbol, inputs.text("market"));
//
// Lifetime  views into the request; they end when the handler returns.
// Errors    missing_field, malformed_field, each with the name of the field and, as a fact, the
//           reason: not_text, not_a_number, out_of_range, negative, too_many_places, not_a_time,
//           not_one_of, too_long, not_a_list, not_objects. A field of an object in a list is named
//           as "orders[1].price".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "api/operations/house.hpp"
#include "api/operations/operation.hpp"

namespace api {

enum class Form : std::uint8_t { text, number, boolean, null, list, objects };

class Inputs;

struct Input {
    std::string_view name;
    FieldPlace place{};
    Form form{};
    std::string_view text;               // a number as written; "true", "false"
    std::vector<std::string_view> list;  // strings only
    std::vector<Inputs> objects;         // a list of objects, each with its members
};

// malformed_field with its reason.
std::unexpected<Refusal> malformed(std::string_view field, std::string_view reason);
std::unexpected<Refusal> missing(std::string_view field);
// The same about a field of the object that stands there in a list: "price" -> "orders[1].price".
Refusal inside(std::string_view list, std::size_t index, Refusal refusal);

class Inputs {
  public:
    // Refuses unknown, doubled and missing fields and wrong forms, by the row's description.
    Answer<void> check(std::span<const Field> fields) const;

    void add(Input input) { inputs_.push_back(std::move(input)); }
    void clear() { inputs_.clear(); }
    const Input* find(std::string_view name) const;
    bool has(std::string_view name) const { return find(name) != nullptr; }
    std::span<const Input> all() const { return inputs_; }

    // The text, or missing_field.
    Answer<std::string_view> text(std::string_view name) const;
    std::string_view text_or(std::string_view name, std::string_view otherwise) const;
    Answer<std::uint64_t> integer(std::string_view name, std::uint64_t max) const;
    Answer<std::uint64_t> integer_or(std::string_view name, std::uint64_t otherwise,
                                     std::uint64_t max) const;
    bool boolean_or(std::string_view name, bool otherwise) const;
    Answer<core::Timestamp> time(std::string_view name) const;
    Answer<std::optional<core::Timestamp>> time_if_any(std::string_view name) const;
    std::span<const std::string_view> list(std::string_view name) const;  // empty when absent
    std::span<const Inputs> objects(std::string_view name) const;         // the same

  private:
    std::vector<Input> inputs_;
};

}  // namespace api
