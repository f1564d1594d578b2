#include "support/truth.hpp"

#include <algorithm>
#include <mutex>
#include <simdjson.h>

#include "api/operations/numbers.hpp"
#include "api/operations/refusals.hpp"
#include "api/operations/row_refusals.hpp"
#include "api/operations/schemas.hpp"
#include "api/operations/table.hpp"

namespace support {
namespace {

namespace dom = simdjson::dom;
using api::DescribedMember;
using api::ShapeType;

std::mutex seen_mutex;
std::set<std::string_view> seen;

bool is_decimal(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == part.npos;
    };
    return digits(text.substr(0, point)) &&
           (point == text.size() || digits(text.substr(point + 1)));
}

bool is_one_of(std::string_view choices, std::string_view text) {
    return ('|' + std::string{choices} + '|').find('|' + std::string{text} + '|') !=
           std::string::npos;
}

bool is_of_word(const dom::element& value, std::string_view word) {
    if (word == "integer") return value.is_int64() || value.is_uint64();
    if (word == "boolean") return value.is_bool();
    if (word == "object") return value.is_object();
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) return false;
    if (word == "decimal") return is_decimal(text);
    if (word == "id") {
        return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
    }
    if (word == "time") return text.size() == 24 && api::parse_time(text).has_value();
    return word.find('|') == word.npos || is_one_of(word, text);
}

std::string wrong_members(const dom::element& value, const std::vector<DescribedMember>& members,
                          const std::string& where);

std::string wrong_value(const dom::element& value, ShapeType type, const std::string& where) {
    if (type.nullable && value.is_null()) return {};
    type.nullable = false;
    if (type.lists > 0) {
        --type.lists;
        dom::array items;
        if (value.get_array().get(items) != simdjson::SUCCESS) return where + ": no list";
        std::size_t index = 0;
        for (const dom::element item : items) {
            auto wrong = wrong_value(item, type, where + "/" + std::to_string(index++));
            if (!wrong.empty()) return wrong;
        }
        return {};
    }
    if (type.is_schema()) {
        const api::Schema* schema = api::find_schema(type.word);
        if (schema == nullptr) return where + ": no schema " + std::string{type.word};
        return wrong_members(value, api::members_of(*schema), where);
    }
    return is_of_word(value, type.word) ? "" : where + ": no " + std::string{type.word};
}

std::string wrong_members(const dom::element& value, const std::vector<DescribedMember>& members,
                          const std::string& where) {
    dom::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return where + ": no object";
    for (const auto [name, inner] : object) {
        const auto found = std::ranges::find(members, name, &DescribedMember::name);
        const std::string here = where + "/" + std::string{name};
        if (found == members.end()) return here + ": not documented";
        auto wrong = wrong_value(inner, found->type, here);
        if (!wrong.empty()) return wrong;
    }
    for (const DescribedMember& member : members) {
        dom::element ignored;
        const bool is_there = object.at_key(member.name).get(ignored) == simdjson::SUCCESS;
        if (!is_there && !member.optional) {
            return where + "/" + std::string{member.name} + ": missing";
        }
    }
    return {};
}

std::string wrong_refusal(const api::Operation& row, const dom::element& body, unsigned status) {
    std::string_view code;
    if (body["code"].get(code) != simdjson::SUCCESS) return "no problem+json";
    const auto reject = core::reject_named(code);
    if (!reject) return "'" + std::string{code} + "' is in no catalogue";
    if (api::row_of(*reject).status != status) return "not the status of " + std::string{code};
    const auto codes = api::refusals_of(row);
    if (std::ranges::find(codes, *reject) != codes.end()) return {};
    return "may not refuse with '" + std::string{code} +
           "': add it with refusing(row, \"...\") in the operations table";
}

std::string wrong_reply(const api::Operation& row, std::string_view query, const dom::element& body,
                        unsigned status) {
    auto shape = api::parse_reply(row.reply);
    if (!shape) return shape.error();
    if (row.dry_run && query.find("validate_only=true") != query.npos) {
        shape = api::parse_reply("Valid");
    }
    if (row.proposes && status == 202) shape = api::parse_reply("202 proposal: Proposal");
    if (status != shape->status) return "status " + std::to_string(status);
    return wrong_members(body, api::members_of(*shape), "");
}

}  // namespace

std::string untruth(api::Method method, std::string_view path, std::string_view query,
                    const api::Response& response) {
    const api::Operation* row = api::find_route(method, path).operation;
    if (row == nullptr) return {};
    const std::string name = std::string{row->name} + ": ";
    dom::parser parser;
    dom::element body;
    if (parser.parse(response.body).get(body) != simdjson::SUCCESS) return name + "not JSON";
    const auto wrong = response.status >= 400 ? wrong_refusal(*row, body, response.status)
                                              : wrong_reply(*row, query, body, response.status);
    if (!wrong.empty()) return name + wrong + "\n" + response.body;
    const std::scoped_lock lock{seen_mutex};
    if (response.status < 300) seen.insert(row->name);
    return {};
}

std::set<std::string_view> rows_that_succeeded() {
    const std::scoped_lock lock{seen_mutex};
    return seen;
}

}  // namespace support
