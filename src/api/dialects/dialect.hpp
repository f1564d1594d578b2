// A dialect: the operations in the words of one family of clients.
//
// The front routes each request to the first dialect that owns its path. Whatever happens, the
// dialect answers exactly once, through the Reply that it was given.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string_view>

#include "api/access/http.hpp"
#include "core/types/ids.hpp"
#include "core/types/reject.hpp"
#include "core/types/time.hpp"
#include "views/access_log/access_log.hpp"

namespace api {

// What the front knows of a request before anybody understands it.
struct Arrival {
    std::array<char, 16> request_id{};  // unique; in the reply, the audit log and problem texts
    core::IpAddress client;             // see client_ip.hpp
    core::Timestamp at;                 // journal time
    std::chrono::steady_clock::time_point began{};

    std::string_view id() const { return {request_id.data(), request_id.size()}; }
};

// The one answer to a request. Adds Postern-Request-Id, Postern-Seq and Postern-Time.
// May be moved to, and used from, any thread.
//
// As it leaves, the request is written to the access log, if a row was begun for it: by whoever
// learned who asks, or turned him away. Requests of nobody in particular leave no row.
//
//     reply.log().customer = proof.key.customer;    // begins the row, or goes on with it
//     if (reply.is_logged()) reply.log().code = why;
class Reply {
  public:
    // `headers` are lines that every answer to this request gets; a literal.
    Reply(Respond respond, const Arrival& arrival, std::string_view headers = {},
          views::AccessLog* access_log = nullptr)
        : respond_{std::move(respond)},
          arrival_{arrival},
          headers_{headers},
          access_log_{access_log} {}

    const Arrival& arrival() const { return arrival_; }
    views::AccessRow& log();
    bool is_logged() const { return row_ != nullptr; }
    // `seen` is the sequence that the answer stands at.
    void send(Response&& response, core::Sequence seen, core::Timestamp now);

  private:
    void write_log(unsigned status);

    Respond respond_;
    Arrival arrival_;
    std::string_view headers_;
    views::AccessLog* access_log_;
    std::unique_ptr<views::AccessRow> row_;  // most requests for market data have none
};

class Dialect {
  public:
    virtual ~Dialect() = default;
    virtual bool owns(std::string_view path) const = 0;
    // `request` holds until the reply was sent.
    virtual void handle(const Request& request, Reply reply) = 0;
    // What never became a request, or was not understood before any operation was known.
    virtual Response refuse(core::Reject why, std::string_view request_id) const = 0;
};

// Where WebSockets of one kind come in. The first door that takes a path has it; a path that no
// door takes is an ordinary request's.
class SocketDoor {
  public:
    virtual ~SocketDoor() = default;
    virtual bool takes(std::string_view path) const = 0;
    // See Service::upgrade: on an io thread, so without waiting; `request` ends when it returns.
    virtual std::variant<Response, Upgrade> upgrade(const Request& request, const Arrival& arrival,
                                                    std::shared_ptr<Socket> socket) = 0;
};

}  // namespace api
