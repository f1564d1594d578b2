// What two parsers could read differently, we do not read at all: 400, and the connection ends, so
// that nothing behind it is taken for a request.
#include "gateways/http/test_client.hpp"

namespace gateways::http {
namespace {

using testing::Answer;
using testing::Client;
using testing::get;
using testing::House;

using namespace std::string_view_literals;

constexpr std::string_view refused[] = {
    // two lengths, or a length that is none
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: "
    "chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: "
    "0\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3, 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0x3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3 \r\nContent-Length:\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551619\r\n\r\nabc",
    // encodings that are not plainly "chunked"
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
    "chunked\r\n\r\n",
    "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    // names that another parser might mend
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length : 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\n Content-Length: 3\r\n\r\nabc",
    "GET / HTTP/1.1\r\nHost: h\r\nX-A: b\r\n folded\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nX-A: b\r\n\tfolded\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\n: no name\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nX(A): b\r\n\r\n",
    // line ends that are not CR LF, and bytes that are no text
    "GET / HTTP/1.1\nHost: h\n\n",
    "GET / HTTP/1.1\r\nHost: h\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nX-A: b\rc\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nX-A: b\0c\r\n\r\n"sv,
    "GET / HTTP/1.1\r\nHost: h\r\nX-A: b\x7f\r\n\r\n",
    // chunks
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n 3\r\nabc\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n;x\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n000000003\r\nabc\r\n0\r\n\r\n",
    // request lines
    "nonsense\r\n",
    "GET /\r\n",
    "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET / a HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET /\ta HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET / HTTP/1.1 \r\nHost: h\r\n\r\n",
    "GET / HTTP/1.2\r\nHost: h\r\n\r\n",
    "GET / http/1.1\r\nHost: h\r\n\r\n",
    "GET a HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET * HTTP/1.1\r\nHost: h\r\n\r\n",
    "G(T / HTTP/1.1\r\nHost: h\r\n\r\n",
    " GET / HTTP/1.1\r\nHost: h\r\n\r\n",
    "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"sv,  // TLS
    // hosts
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
};

TEST(Smuggling, what_could_be_read_two_ways_is_refused_and_nothing_behind_it_is_heard) {
    House house;
    for (const std::string_view bytes : refused) {
        SCOPED_TRACE(bytes);
        Client client{house.server.port()};
        const Answer answer = client.ask(std::string{bytes} + get("/smuggled"));
        EXPECT_EQ(answer.status, 400u);
        EXPECT_TRUE(answer.says("Connection: close\r\n"));
        client.finish_sending();
        EXPECT_TRUE(client.is_hung_up());
    }
    EXPECT_EQ(house.desk.handled, 0);
}

TEST(Smuggling, the_body_of_a_request_is_no_request) {
    House house;
    Client client{house.server.port()};
    const std::string inner = get("/inner");
    client.send("POST /outer HTTP/1.1\r\nHost: h\r\nContent-Length: " +
                std::to_string(inner.size()) + "\r\n\r\n" + inner + get("/next"));
    EXPECT_EQ(client.read().body, "POST /outer [" + inner + "]");
    EXPECT_EQ(client.read().body, "GET /next");
    EXPECT_EQ(house.desk.handled, 2);
}

TEST(Smuggling, what_was_asked_before_the_fault_is_still_answered) {
    House house;
    Client client{house.server.port()};
    client.send(get("/first") + "nonsense\r\n");
    EXPECT_EQ(client.read().body, "GET /first");
    EXPECT_EQ(client.read().status, 400u);
}

}  // namespace
}  // namespace gateways::http
