#include "app/signals.hpp"

#include <signal.h>

namespace app {
namespace {

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

void hold_stop_signals() {
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signal(SIGPIPE, SIG_IGN);
}

void wait_for_stop() {
    const sigset_t signals = stop_signals();
    int received = 0;
    sigwait(&signals, &received);
}

}  // namespace app
