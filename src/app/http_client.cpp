#include "app/http_client.hpp"

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdint>
#include <optional>

namespace app {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Stream = asio::generic::stream_protocol;

}  // namespace

struct HttpClient::Inside {
    explicit Inside(const Stream::endpoint& where) : endpoint{where} {}

    Stream::endpoint endpoint;
    asio::io_context io;
    std::optional<Stream::socket> socket;
    boost::beast::flat_buffer buffer;

    boost::system::error_code connect() {
        boost::system::error_code error;
        buffer.clear();
        socket.emplace(io);
        socket->connect(endpoint, error);
        return error;
    }

    boost::system::error_code exchange(http::request<http::string_body>& request,
                                       http::response<http::string_body>& response) {
        boost::system::error_code error;
        if (!socket) error = connect();
        if (!error) http::write(*socket, request, error);
        if (!error) http::read(*socket, buffer, response, error);
        if (error || !response.keep_alive()) socket.reset();
        return error;
    }
};

HttpClient::HttpClient(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

HttpClient HttpClient::to_socket(const std::filesystem::path& socket) {
    return HttpClient{
        std::make_unique<Inside>(asio::local::stream_protocol::endpoint{socket.string()})};
}

HttpClient HttpClient::to_port(std::uint16_t port) {
    const asio::ip::tcp::endpoint loopback{asio::ip::address_v4::loopback(), port};
    return HttpClient{std::make_unique<Inside>(loopback)};
}

std::expected<HttpReply, std::string> HttpClient::call(std::string_view method,
                                                       const std::string& target,
                                                       const Headers& headers,
                                                       const std::string& body) {
    http::request<http::string_body> request;
    request.version(11);
    request.method_string({method.data(), method.size()});
    request.target(target);
    request.set(http::field::host, "localhost");
    for (const auto& [name, value] : headers) request.set(name, value);
    request.body() = body;
    request.prepare_payload();
    http::response<http::string_body> response;
    const boost::system::error_code error = inside_->exchange(request, response);
    if (error) return std::unexpected("No answer: " + error.message());
    return HttpReply{response.result_int(), std::move(response.body())};
}

}  // namespace app
