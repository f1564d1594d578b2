// One request of the WebSocket API on its way through the checks, to its answer.
//
//     WsCall{session, request, arrival}.run(read);
//
// In the order of the REST endpoints, and by the same rows: method, weight, key, time, signature,
// what the key may do, parameters; then the endpoint. A request that is not signed on a connection
// that logged on is its key's; the key is judged anew each time. Answers leave when they are ready,
// whatever was asked before or after.
//
// Threads: the connection's io thread; answers come from any.
#pragma once

#include "api/dialects/binance/endpoints.hpp"
#include "api/dialects/binance/ws_api_methods.hpp"
#include "api/dialects/binance/ws_api_replies.hpp"
#include "api/dialects/binance/ws_api_request.hpp"
#include "api/dialects/binance/ws_api_session.hpp"
#include "api/dialects/dialect.hpp"

namespace api::binance {

// The way back. It may be moved to any thread, and outlive the connection.
class WsReply {
  public:
    WsReply(WsSession& session, std::string_view id, const Arrival& arrival);
    WsReply(WsReply&&) = default;
    ~WsReply();

    Reply& reply() { return reply_; }
    WsFrame& frame() { return frame_; }
    // Exactly once.
    void send(Result<Answered>&& result);

  private:
    House& house_;
    const BinanceLimits& limits_;
    std::shared_ptr<Socket> socket_;
    std::shared_ptr<std::atomic<unsigned>> seat_;  // one of those in flight
    Reply reply_;
    WsFrame frame_;
};

class WsCall {
  public:
    static constexpr unsigned in_flight_max = 200;  // of one connection

    WsCall(WsSession& session, const WsRequest& request, const Arrival& arrival);

    // `read`: whether the request was understood.
    void run(const Result<void>& read);

  private:
    void run(const Endpoint& endpoint, const Parameters& parameters);
    void run(OwnMethod method);

    std::optional<std::string_view> find(std::string_view name) const;
    std::vector<Parameters::Pair> passed_on() const;
    Result<void> admit(const Endpoint& endpoint, std::uint32_t weight);
    Result<void> charge_address(std::uint32_t weight);
    Result<void> charge_account(std::uint32_t weight, Purpose purpose);
    Result<void> check_key(std::string_view operation);
    // Who asks; for which operation, in the access log's words.
    Result<void> prove(std::string_view operation, std::uint32_t weight, Purpose purpose);
    Result<void> authorise(std::string_view operation);
    std::expected<Proof, Denial> proof_by_signature() const;
    std::expected<Proof, Denial> proof_of_sender() const;
    bool is_by_logon() const;

    void log_on();
    Result<void> prove_logon();
    void unsubscribe();
    void subscribe(bool by_logon);
    Result<void> admit_listener(bool by_logon);

    void log(std::string_view operation);
    void note(std::string_view operation, core::Reject exact, const Error& error);
    void send(Result<Answered>&& result) { way_back_.send(std::move(result)); }
    void send(std::string body) { send(Answered{std::move(body), {}, {}}); }

    WsSession& session_;
    const WsParts& parts_;
    const WsRequest& request_;
    Arrival arrival_;
    core::IpAddress ip_;
    core::Timestamp now_;
    WsReply way_back_;
    std::optional<Proof> proof_;
    ListenKeys::Owner listener_;
};

}  // namespace api::binance
