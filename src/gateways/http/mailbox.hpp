// Where answers from other threads wait for the thread that owns their connection.
//
//     engine thread   session->...push    push    push      (one wake-up: the box was empty)
//     io thread                                        take_all -> three sessions, in that order
//
// A session has at most one answer outstanding, so it is its own node: pushing allocates nothing,
// takes no lock, and costs a system call only when it is the first since the last take_all().
//
// Threads  push: any, also after close(), when it drops what it is given. take_all, close: one.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace gateways::http {

class Session;

class Mailbox {
  public:
    // `wake` makes the owner call take_all() soon; called from any thread, even after close().
    explicit Mailbox(std::function<void()> wake);
    ~Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    void push(std::shared_ptr<Session> session);

    // Oldest first.
    std::vector<std::shared_ptr<Session>> take_all();
    // Nobody will take anything any more. What lies in the box is let go.
    void close();

  private:
    // Stands in newest_ once closed; never followed.
    Session* closed_mark() { return reinterpret_cast<Session*>(this); }
    static std::vector<std::shared_ptr<Session>> unstrung(Session* newest);

    const std::function<void()> wake_;
    std::atomic<Session*> newest_{};
};

}  // namespace gateways::http
