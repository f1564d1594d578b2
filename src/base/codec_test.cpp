#include "base/codec.hpp"

#include <gtest/gtest.h>

namespace base {
namespace {

enum class Colour : std::uint8_t { red = 1, blue = 2 };

struct Point {
    static constexpr std::uint16_t type_number = 7;
    std::int64_t x{};
    Int128 y{};
    friend bool operator==(const Point&, const Point&) = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

struct Picture {
    static constexpr std::uint16_t type_number = 9;
    Text<8> title;
    Colour colour{};
    bool framed{};
    std::vector<Point> points;
    InlineVector<Point, 2> corners;
    std::optional<std::string> note;
    friend bool operator==(const Picture&, const Picture&) = default;
};
BOOST_DESCRIBE_STRUCT(Picture, (), (title, colour, framed, points, corners, note))

Picture some_picture() {
    Picture picture{.title = "sea",
                    .colour = Colour::blue,
                    .framed = true,
                    .points = {{1, -2}, {3, 4}},
                    .corners = {},
                    .note = "long ago"};
    picture.corners.push_back({5, 6});
    return picture;
}

TEST(Codec, reads_back_what_it_writes) {
    Bytes out;
    encode(out, some_picture());
    EXPECT_EQ(decode_whole<Picture>(out), some_picture());
}

TEST(Codec, refuses_every_shorter_text_and_one_byte_more) {
    Bytes out;
    encode(out, some_picture());
    for (std::size_t size = 0; size < out.size(); ++size) {
        EXPECT_FALSE(decode_whole<Picture>(BytesView{out}.first(size))) << size;
    }
    out.push_back(0);
    EXPECT_FALSE(decode_whole<Picture>(out));
}

TEST(Codec, a_variant_is_told_by_its_type_number) {
    using Either = std::variant<Point, Picture>;
    Bytes out;
    encode(out, Either{Point{1, 2}});
    EXPECT_EQ(out[0], 7);
    EXPECT_EQ(decode_whole<Either>(out), Either(Point{1, 2}));
    out[0] = 8;
    EXPECT_FALSE(decode_whole<Either>(out));
}

TEST(Codec, what_stands_elsewhere_is_written_as_if_it_stood_here) {
    Bytes here;
    encode(here, some_picture());
    Bytes elsewhere;
    encode(elsewhere, Indirect<Picture>{some_picture()});
    EXPECT_EQ(elsewhere, here);
    EXPECT_EQ(decode_whole<Indirect<Picture>>(here), Indirect<Picture>{some_picture()});
}

TEST(Codec, values_larger_than_its_room_are_written_whole) {
    std::vector<std::string> many(700, "some words, ");
    many[3].assign(5'000, 'x');
    Bytes out;
    encode(out, many);
    EXPECT_EQ(decode_whole<std::vector<std::string>>(out), many);
    using Wide = InlineVector<Text<250>, 20>;  // 5,021 bytes at most
    Wide wide;
    for (int i = 0; i < 20; ++i) wide.push_back(Text<250>{std::string(250, 'a')});
    out.clear();
    encode(out, wide);
    EXPECT_EQ(out.size(), 1u + 20u * 251u);
    EXPECT_EQ(decode_whole<Wide>(out), wide);
}

TEST(Codec, a_length_beyond_the_bytes_is_refused_before_memory_is_taken) {
    Bytes out;
    encode(out, ~std::uint32_t{0});
    EXPECT_FALSE(decode_whole<std::vector<Point>>(out));
}

TEST(Codec, a_bool_is_one_or_zero) { EXPECT_FALSE(decode_whole<bool>(Bytes{2})); }

}  // namespace
}  // namespace base
