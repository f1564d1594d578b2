#include "api/operations/schemas.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace api {
namespace {

std::vector<Schema> joined() {
    std::vector<Schema> all;
    for (const auto subject : {
             market_schemas(),
             order_schemas(),
             account_schemas(),
             key_schemas(),
             onboarding_schemas(),
             staff_schemas(),
             operator_schemas(),
             people_schemas(),
         }) {
        all.insert(all.end(), subject.begin(), subject.end());
    }
    return all;
}

}  // namespace

std::span<const Schema> schemas() {
    static const std::vector<Schema> all = joined();
    return all;
}

const Schema* find_schema(std::string_view name) {
    const auto all = schemas();
    const auto found = std::ranges::find(all, name, &Schema::name);
    return found == all.end() ? nullptr : &*found;
}

std::vector<DescribedMember> members_of(const Schema& schema) {
    std::vector<DescribedMember> members;
    for (const SchemaMember& member : schema.members) {
        const auto type = parse_type(member.type);
        CHECK(type.has_value());
        DescribedMember described{
            .name = member.name, .type = *type, .about = member.about, .example = member.example};
        if (described.name.ends_with('?')) {
            described.optional = true;
            described.name.remove_suffix(1);
        }
        members.push_back(described);
    }
    return members;
}

std::vector<DescribedMember> members_of(const ReplyShape& shape) {
    std::vector<DescribedMember> members;
    for (const ShapeMember& member : shape.members) {
        if (!member.name.empty()) {
            members.push_back(
                {.name = member.name, .type = member.type, .optional = member.optional});
            continue;
        }
        const Schema* schema = find_schema(member.type.word);
        CHECK(schema != nullptr);
        const auto inner = members_of(*schema);
        members.insert(members.end(), inner.begin(), inner.end());
    }
    return members;
}

}  // namespace api
