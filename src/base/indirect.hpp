// A value that is always there, but elsewhere: one pointer in the struct that holds it, so that a
// variant is no larger than what it mostly holds. Copied with the struct; in bytes and words it is
// the value itself. (C++26 calls it std::indirect.)
//
//     struct KeyCreated { base::Indirect<Key> key{}; };
//     KeyCreated{key}.key->id;
#pragma once

#include <memory>
#include <utility>

#include "base/check.hpp"

namespace base {

template <class Value>
class Indirect {
  public:
    using value_type = Value;

    Indirect() : value_{std::make_unique<Value>()} {}
    explicit(false) Indirect(Value value) : value_{std::make_unique<Value>(std::move(value))} {}
    Indirect(const Indirect& other) : Indirect{*other} {}
    Indirect(Indirect&&) noexcept = default;  // what was moved from may only be assigned to
    Indirect& operator=(const Indirect& other) {
        if (this != &other) value_ = std::make_unique<Value>(*other);
        return *this;
    }
    Indirect& operator=(Indirect&&) noexcept = default;
    ~Indirect() = default;

    const Value& operator*() const {
        CHECK(value_ != nullptr);
        return *value_;
    }
    Value& operator*() {
        CHECK(value_ != nullptr);
        return *value_;
    }
    const Value* operator->() const { return &**this; }
    Value* operator->() { return &**this; }
    explicit(false) operator const Value&() const { return **this; }

    friend bool operator==(const Indirect& a, const Indirect& b) { return *a == *b; }

  private:
    std::unique_ptr<Value> value_;
};

}  // namespace base
