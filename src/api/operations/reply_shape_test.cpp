#include "api/operations/reply_shape.hpp"

#include <gtest/gtest.h>

#include "api/operations/schemas.hpp"
#include "api/operations/table.hpp"

namespace {

TEST(ReplyShape, reads_members_lists_and_choices) {
    const auto shape = api::parse_reply("201 Key, order: Order, fills: [[Fill]]?, side?: buy|sell");
    ASSERT_TRUE(shape) << shape.error();
    EXPECT_EQ(shape->status, 201u);
    ASSERT_EQ(shape->members.size(), 4u);
    EXPECT_TRUE(shape->members[0].name.empty());
    EXPECT_EQ(shape->members[0].type.word, "Key");
    EXPECT_EQ(shape->members[1].name, "order");
    EXPECT_TRUE(shape->members[1].type.is_schema());
    EXPECT_EQ(shape->members[2].type.lists, 2);
    EXPECT_TRUE(shape->members[2].type.nullable);
    EXPECT_EQ(shape->members[3].name, "side");
    EXPECT_TRUE(shape->members[3].optional);
    EXPECT_TRUE(shape->members[3].type.is_choice());
}

TEST(ReplyShape, says_what_is_wrong) {
    for (const char* text : {"", "list of Order", "order", "order: order", "order: [Order", "500 A",
                             ": text", "a b: text", "[Order]", "side: buy|", "x: "}) {
        const auto shape = api::parse_reply(text);
        ASSERT_FALSE(shape) << text;
        EXPECT_FALSE(shape.error().empty());
    }
}

void expect_known(const api::ShapeType& type) {
    EXPECT_TRUE(!type.is_schema() || api::find_schema(type.word) != nullptr) << type.word;
}

TEST(Schemas, every_reply_of_the_table_is_made_of_them) {
    for (const api::Operation& row : api::operations()) {
        SCOPED_TRACE(row.name);
        const auto shape = api::parse_reply(row.reply);
        ASSERT_TRUE(shape) << shape.error();
        for (const api::ShapeMember& member : shape->members) expect_known(member.type);
    }
}

TEST(Schemas, every_member_has_a_type_that_exists) {
    for (const api::Schema& schema : api::schemas()) {
        SCOPED_TRACE(schema.name);
        EXPECT_EQ(api::find_schema(schema.name), &schema) << "twice";
        EXPECT_TRUE(schema.about.ends_with('.'));
        for (const api::SchemaMember& member : schema.members) {
            const auto type = api::parse_type(member.type);
            ASSERT_TRUE(type) << type.error();
            expect_known(*type);
        }
    }
}

}  // namespace
