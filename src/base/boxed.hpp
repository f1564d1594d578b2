// A value that is seldom there, kept out of the struct that may have it: one pointer, and a copy of
// the value when the struct is copied. In bytes and words it is what std::optional is.
//
//     base::Boxed<OrderTerms> terms;            // nothing, eight bytes
//     terms.emplace().stop = Price{101};
//     if (terms) terms->stop;
#pragma once

#include <memory>
#include <utility>

#include "base/check.hpp"

namespace base {

template <class Value>
class Boxed {
  public:
    using value_type = Value;

    Boxed() = default;
    explicit(false) Boxed(Value value) : value_{std::make_unique<Value>(std::move(value))} {}
    Boxed(const Boxed& other) : value_{other.copied()} {}
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(const Boxed& other) {
        if (this != &other) value_ = other.copied();
        return *this;
    }
    Boxed& operator=(Boxed&&) noexcept = default;
    ~Boxed() = default;

    bool has_value() const { return value_ != nullptr; }
    explicit operator bool() const { return has_value(); }
    const Value& operator*() const {
        CHECK(has_value());
        return *value_;
    }
    Value& operator*() {
        CHECK(has_value());
        return *value_;
    }
    const Value* operator->() const { return &**this; }
    Value* operator->() { return &**this; }

    Value& emplace() {
        value_ = std::make_unique<Value>();
        return *value_;
    }
    void reset() { value_.reset(); }

    friend bool operator==(const Boxed& a, const Boxed& b) {
        return a.has_value() == b.has_value() && (!a || *a == *b);
    }

  private:
    std::unique_ptr<Value> copied() const {
        return value_ ? std::make_unique<Value>(*value_) : nullptr;
    }

    std::unique_ptr<Value> value_;
};

}  // namespace base
