#include "api/factors/cbor_shape.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

bool is_one(const char* hex) { return are_plain_cbor(base::parse_hex(hex).value(), 1); }

TEST(CborShape, what_authenticators_send_is_plain) {
    for (const char* hex : {"00", "1903e8", "20", "f5", "4401020304", "6161", "80", "83010203",
                            "a0", "a2016161026162", "fb3ff0000000000000", "8181818181818180"}) {
        EXPECT_TRUE(is_one(hex)) << hex;
    }
    EXPECT_TRUE(are_plain_cbor(base::Bytes{0x00, 0xa0}, 2));
    EXPECT_TRUE(are_plain_cbor({}, 0));
}

TEST(CborShape, what_promises_more_than_it_has_is_not) {
    for (const char* hex :
         {"", "19", "1903", "44010203", "5bffffffffffffffff", "9b00000000ffffffff", "8201", "a101",
          "bbffffffffffffffff", "bb8000000000000000", "1c", "ff"}) {
        EXPECT_FALSE(is_one(hex)) << hex;
    }
}

TEST(CborShape, lengths_said_afterwards_and_tags_are_not_taken) {
    for (const char* hex : {"5f41ff", "9fff", "bfff", "7f6161ff", "c000", "d81800"}) {
        EXPECT_FALSE(is_one(hex)) << hex;
    }
}

TEST(CborShape, nobody_digs_deeper_than_eight) {
    base::Bytes lists(7, 0x81);
    lists.push_back(0x80);
    EXPECT_TRUE(are_plain_cbor(lists, 1));
    lists.insert(lists.begin(), 0x81);
    EXPECT_FALSE(are_plain_cbor(lists, 1));
    EXPECT_FALSE(are_plain_cbor(base::Bytes(1'000'000, 0x81), 1));
}

TEST(CborShape, there_are_as_many_items_as_asked_for) {
    EXPECT_FALSE(are_plain_cbor(base::Bytes{0x00, 0x00}, 1));
    EXPECT_FALSE(are_plain_cbor(base::Bytes{0x00}, 2));
    EXPECT_FALSE(are_plain_cbor(base::Bytes{0x00}, 0));
}

}  // namespace
}  // namespace api
