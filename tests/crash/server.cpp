#include "crash/server.hpp"

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <signal.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace crash {
namespace {

constexpr std::string_view announcement = "Postern is running at http://127.0.0.1:";

// In the child, between fork and exec.
[[noreturn]] void become_server(int output, const std::string& folder) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execl(POSTERN_BINARY, "postern", "demo", "--quiet", "--data", folder.c_str(), "--listen",
          "127.0.0.1:0", nullptr);
    _exit(127);
}

}  // namespace

Server::~Server() { kill_9(); }

std::uint16_t Server::start() {
    std::array<int, 2> pipe{};
    if (pipe2(pipe.data(), O_CLOEXEC) != 0) return 0;
    said_.clear();
    pid_ = fork();
    if (pid_ == 0) become_server(pipe[1], folder_.string());
    close(pipe[1]);
    output_ = pipe[0];
    return read_port();
}

// Reads on until the server says where it listens; it says so when callers get through.
std::uint16_t Server::read_port() {
    std::array<char, 4096> bytes{};
    while (true) {
        const ssize_t count = read(output_, bytes.data(), bytes.size());
        if (count <= 0) return 0;
        said_.append(bytes.data(), static_cast<std::size_t>(count));
        const std::size_t at = said_.find(announcement);
        if (at == std::string::npos || said_.find('\n', at) == std::string::npos) continue;
        return static_cast<std::uint16_t>(
            std::strtoul(said_.c_str() + at + announcement.size(), nullptr, 10));
    }
}

void Server::kill_9() {
    if (pid_ == 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    close(output_);
    pid_ = 0;
}

int Server::stop() {
    kill(pid_, SIGINT);
    int status = 0;
    waitpid(pid_, &status, 0);
    close(output_);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace crash
