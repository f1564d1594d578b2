// A real `postern demo` as a child process: started, killed, started again on the same folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>

namespace crash {

class Server {
  public:
    explicit Server(std::filesystem::path folder) : folder_{std::move(folder)} {}
    ~Server();  // kills what still runs

    // Returns when it answers; 0 when it did not come up, with its output in said().
    std::uint16_t start();
    void kill_9();
    int stop();  // Ctrl-C; the exit code

    const std::string& said() const { return said_; }

  private:
    std::uint16_t read_port();

    std::filesystem::path folder_;
    pid_t pid_{};
    int output_{-1};
    std::string said_;
};

}  // namespace crash
