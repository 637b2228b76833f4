// A view of something that can be called: two pointers, no allocation, no template in the functions that
// take one.
#pragma once

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace lihi {

template <class Signature>
class function_ref;

// Lambdas, functors, std::function and functions alike. It is valid as long as what it views: for a parameter
// that is the call.
template <class Result, class... Arguments>
class function_ref<Result(Arguments...)> {
 public:
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, function_ref> &&
             !std::is_function_v<std::remove_reference_t<F>> &&
             std::is_invocable_r_v<Result, F&, Arguments...>)
  // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): a function_ref is not an F, as required above
  function_ref(F&& callable)
  noexcept
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
        call_([](void* object, Arguments... arguments) -> Result {
          return static_cast<Result>(std::invoke(*static_cast<std::remove_reference_t<F>*>(object),
                                                 std::forward<Arguments>(arguments)...));
        }) {}
  template <class F>
    requires(std::is_function_v<F>&& std::is_invocable_r_v<Result, F&, Arguments...>)
  function_ref(F& function)
  noexcept
      : object_(reinterpret_cast<void*>(&function)),
        call_([](void* object, Arguments... arguments) -> Result {
          return static_cast<Result>((*reinterpret_cast<F*>(object))(std::forward<Arguments>(arguments)...));
        }) {}

  Result operator()(Arguments... arguments) const {
    return call_(object_, std::forward<Arguments>(arguments)...);
  }

 private:
  void* object_;
  Result (*call_)(void*, Arguments...);
};

} // namespace lihi
