// One conversation on WS /v1/stream: reads what the client asks, knows who he is, and hears the
// news of his account.
//
// Login     the ten-line signature over GET /v1/stream without a body, with the Host of the
//           handshake; or a session's token. Once, and five tries at most.
// Private   orders and lists need order:read, balances balance:read. They end with the key or the
//           session that they came by.
//
// Each login and each subscription to a private channel leaves a row in the access log, refused
// ones too: as the request by REST that would see the same.
//
// Threads   on_* on the connection's io thread; hear() and end() on the street. What the street
//           needs is posted there, so answers come in the order of the questions.
#pragma once

#include <atomic>
#include <map>
#include <memory>

#include "api/dialects/native/signed_in.hpp"
#include "api/dialects/native/streams.hpp"
#include "api/dialects/request_ids.hpp"
#include "api/operations/last_will.hpp"

namespace api::native {

class StreamConnection final : public SocketHandler,
                               public AccountSink,
                               public std::enable_shared_from_this<StreamConnection> {
  public:
    StreamConnection(Streams& streams, const Request& request, const Arrival& arrival,
                     std::shared_ptr<Socket> socket);

    void open();

    void on_text(std::string_view text) override;
    void on_ending() override;
    void on_closed(SocketEnd end) override;

    void hear(const views::RecordNews& news) override;
    void end(ListenEnd why) override;

  private:
    // Who logged in. Known before he is on the street, and not changed afterwards.
    struct Who {
        core::CustomerId customer;
        core::AccountId account;
        std::optional<Proof> proof;  // by a key
        std::optional<SignedIn> person;
        std::string name;  // of the key, as he said it
    };

    core::Timestamp now() const { return streams_.house().engine.now(); }
    void say(std::string_view text) { socket_->send(text_message(text)); }
    void post(std::move_only_function<void(StreamConnection&)> task);

    // --- the io thread
    Reply begin_row(std::string_view operation, std::string_view key);
    void end_row(Reply& row, std::string_view id, const Answer<void>& done);
    void log_in(const StreamAsk& ask);
    Answer<void> admit(const Login& login, Reply& row);
    Answer<Who> by_key(const Login& login, Reply& row);
    Answer<Who> by_token(const Login& login);
    Answer<void> may(const Who& who, std::string_view operation) const;
    Answer<LastWill::Kind> will_of(const Who& who, OnDisconnect wish) const;
    Answer<void> subscribe(const StreamAsk& ask);
    Answer<void> may_hear(const StreamAsk& ask);
    void refuse(std::string_view id, const Refusal& refusal, std::string_view request_id = {});

    // --- the street
    void enter(const std::string& id);
    bool has_ended() const;
    void join(const StreamAsk& ask);
    void leave(const StreamAsk& ask);
    void list(const std::string& id);
    void quit();
    Eyes eyes() const;

    Streams& streams_;
    const std::string host_;
    const core::IpAddress client_;
    const std::shared_ptr<Socket> socket_;
    RequestIds ids_;

    // The io thread's; the street reads `who_` after enter() was posted.
    std::optional<Who> who_;
    std::optional<LastWill> will_;
    int failed_logins_{};

    // The street's.
    std::set<Subject> public_;
    std::map<Subject, core::Sequence> private_;  // and what it has heard of each
    ListenerId listener_{};
    bool watching_{};
    bool is_gone_{};
};

}  // namespace api::native
