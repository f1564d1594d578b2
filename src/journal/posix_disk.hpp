// A directory of a real file system as a journal::Disk.
//
// Reads go past the page cache (O_DIRECT) where the file system can: after a failed fsync the
// cache shows bytes that the disk never got. Writes go through it, and sync() is fdatasync.
#pragma once

#include "journal/disk.hpp"

namespace journal {

class PosixDisk : public Disk {
  public:
    // The directory is made when it is missing, readable by its owner alone.
    explicit PosixDisk(std::string directory);

    Disked<std::unique_ptr<Lock>> lock() override;
    Disked<> make_directory(const std::string& name) override;
    Disked<std::vector<std::string>> list(const std::string& directory) override;
    Disked<std::unique_ptr<File>> create(const std::string& name) override;
    Disked<std::unique_ptr<File>> open(const std::string& name) override;
    Disked<std::unique_ptr<File>> open_to_read(const std::string& name) override;
    Disked<> rename(const std::string& from, const std::string& to) override;
    Disked<> remove(const std::string& name) override;
    Disked<> sync_directory(const std::string& name) override;
    Disked<std::uint64_t> free_bytes() override;
    std::string path_of(const std::string& name) const override;

  private:
    std::string directory_;
};

}  // namespace journal
