// Calls any of libtorch's operators, found by schema name and overload, with a stream of tagged arguments.
#include "door.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/stack.h>

#include <cstring>
#include <deque>
#include <limits>

using c10::IValue;
using c10::TypeKind;

namespace {

// c10's own optional in libtorch 1.x, the standard library's in 2.x.
using OptionalTensor = decltype(std::declval<const IValue&>().toOptional<at::Tensor>());

// The tags of the argument stream; SystemTorch's Argument.cs has the same list.
enum Tag : int64_t {
  kNone = 0,          //
  kTensor = 1,        // handle
  kInt = 2,           // value
  kDouble = 3,        // bits
  kBool = 4,          // 0 or 1
  kIntList = 5,       // count, values
  kTensorList = 6,    // count, handles; handle 0 is none
  kScalarType = 7,    // value
  kDevice = 8,        // type, index
  kString = 9,        // bytes, UTF-8 in whole words
  kGenerator = 10,    // handle
  kDoubleList = 11,   // count, bits
};

struct Parameter {
  std::string name;
  TypeKind kind;
  TypeKind element = TypeKind::NoneType;
  bool optional_element = false;
  bool optional = false;
  bool scalar_type = false;
  bool has_fallback = false;
  IValue fallback;
};

struct Operator {
  c10::OperatorHandle handle;
  std::string name;
  std::vector<Parameter> parameters;
};

std::deque<Operator>& operators() {
  static auto* all = new std::deque<Operator>();
  return *all;
}

std::mutex operators_mutex;

c10::TypePtr unwrap(c10::TypePtr type, bool& optional) {
  if (type->kind() != TypeKind::OptionalType) return type;
  optional = true;
  return type->castRaw<c10::OptionalType>()->getElementType();
}

Parameter describe(const c10::Argument& argument) {
  Parameter parameter;
  parameter.name = argument.name();
  auto type = unwrap(argument.type(), parameter.optional);
  parameter.kind = type->kind();
  if (parameter.kind == TypeKind::ListType)
    parameter.element = unwrap(type->castRaw<c10::ListType>()->getElementType(), parameter.optional_element)->kind();
  // Scalar types are ints to the dispatcher; only the written type tells.
  bool ignored = false;
  parameter.scalar_type = unwrap(argument.real_type(), ignored)->kind() == TypeKind::ScalarTypeType;
  parameter.has_fallback = argument.default_value().has_value();
  if (parameter.has_fallback) parameter.fallback = *argument.default_value();
  return parameter;
}

double as_double(int64_t bits) {
  double value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

class Reader {
 public:
  Reader(const int64_t* words, int64_t count) : next_(words), end_(words + count) {}
  bool done() const { return next_ == end_; }

  int64_t word() {
    if (done()) throw std::invalid_argument("the argument stream is cut short");
    return *next_++;
  }

  const int64_t* words(int64_t count) {
    if (count < 0 || count > end_ - next_) throw std::invalid_argument("the argument stream is cut short");
    const int64_t* first = next_;
    next_ += count;
    return first;
  }

 private:
  const int64_t* next_;
  const int64_t* end_;
};

[[noreturn]] void refuse(const Operator& op, const Parameter& parameter, const char* given) {
  throw std::invalid_argument(op.name + "(): argument '" + parameter.name + "' cannot be " + given);
}

IValue tensor_list(Reader& reader, const Operator& op, const Parameter& parameter) {
  const int64_t count = reader.word();
  const int64_t* handles = reader.words(count);
  if (parameter.kind != TypeKind::ListType || parameter.element != TypeKind::TensorType) refuse(op, parameter, "a list of tensors");
  if (parameter.optional_element) {
    c10::List<OptionalTensor> list;
    list.reserve(count);
    for (int64_t i = 0; i < count; i++)
      list.push_back(handles[i] == 0 ? OptionalTensor() : OptionalTensor(door::tensors().get(handles[i])));
    return list;
  }
  c10::List<at::Tensor> list;
  list.reserve(count);
  for (int64_t i = 0; i < count; i++) list.push_back(door::tensors().get(handles[i]));
  return list;
}

// One argument, converted as Python would: an int where a float, a scalar or a list of ints is expected is one.
IValue argument(Reader& reader, const Operator& op, const Parameter& parameter) {
  const bool int_list = parameter.kind == TypeKind::ListType &&
                        (parameter.element == TypeKind::IntType || parameter.element == TypeKind::SymIntType);
  const bool integer = parameter.kind == TypeKind::IntType || parameter.kind == TypeKind::SymIntType;
  switch (reader.word()) {
    case kNone:
      if (!parameter.optional) refuse(op, parameter, "none");
      return IValue();
    case kTensor: {
      auto tensor = door::tensors().get(reader.word());
      if (parameter.kind != TypeKind::TensorType) refuse(op, parameter, "a tensor");
      return tensor;
    }
    case kInt: {
      const int64_t value = reader.word();
      if (parameter.scalar_type) refuse(op, parameter, "an integer");
      if (integer || parameter.kind == TypeKind::NumberType) return value;
      if (parameter.kind == TypeKind::FloatType) return static_cast<double>(value);
      if (int_list) return c10::List<int64_t>({value});
      refuse(op, parameter, "an integer");
    }
    case kDouble: {
      const double value = as_double(reader.word());
      if (parameter.kind != TypeKind::FloatType && parameter.kind != TypeKind::NumberType) refuse(op, parameter, "a float");
      return value;
    }
    case kBool: {
      const bool value = reader.word() != 0;
      if (parameter.kind != TypeKind::BoolType && parameter.kind != TypeKind::NumberType) refuse(op, parameter, "a bool");
      return value;
    }
    case kIntList: {
      const int64_t count = reader.word();
      const int64_t* values = reader.words(count);
      if (!int_list) refuse(op, parameter, "a list of integers");
      c10::List<int64_t> list;
      list.reserve(count);
      for (int64_t i = 0; i < count; i++) list.push_back(values[i]);
      return list;
    }
    case kDoubleList: {
      const int64_t count = reader.word();
      const int64_t* values = reader.words(count);
      if (parameter.kind != TypeKind::ListType || parameter.element != TypeKind::FloatType) refuse(op, parameter, "a list of floats");
      c10::List<double> list;
      list.reserve(count);
      for (int64_t i = 0; i < count; i++) list.push_back(as_double(values[i]));
      return list;
    }
    case kTensorList:
      return tensor_list(reader, op, parameter);
    case kScalarType: {
      const int64_t value = reader.word();
      if (!parameter.scalar_type) refuse(op, parameter, "a scalar type");
      return static_cast<int64_t>(door::scalar_type(value));
    }
    case kDevice: {
      const int64_t type = reader.word();
      const int64_t index = reader.word();
      if (parameter.kind != TypeKind::DeviceObjType) refuse(op, parameter, "a device");
      return door::device(type, index);
    }
    case kString: {
      const int64_t bytes = reader.word();
      if (bytes < 0 || bytes > std::numeric_limits<int32_t>::max()) throw std::invalid_argument("the argument stream has a damaged string");
      const int64_t* text = reader.words((bytes + 7) / 8);
      if (parameter.kind != TypeKind::StringType) refuse(op, parameter, "a string");
      return std::string(reinterpret_cast<const char*>(text), bytes);
    }
    case kGenerator: {
      auto generator = door::generators().get(reader.word());
      if (parameter.kind != TypeKind::GeneratorType) refuse(op, parameter, "a generator");
      return generator;
    }
    default:
      throw std::invalid_argument("unknown tag in the argument stream");
  }
}

class Writer {
 public:
  Writer(int64_t* words, int64_t capacity) : words_(words), capacity_(capacity) {}

  void word(int64_t value) {
    if (used_ == capacity_) throw std::length_error("there is no room for the operator's results");
    words_[used_++] = value;
  }

  void real(double value) {
    int64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    word(kDouble);
    word(bits);
  }

  int64_t used() const { return used_; }

 private:
  int64_t* words_;
  int64_t capacity_;
  int64_t used_ = 0;
};

// How many words a result takes. Refused before the first gets a handle, which an error would leave to nobody.
int64_t words_of(const Operator& op, const IValue& value) {
  if (value.isTensorList()) return 2 + static_cast<int64_t>(value.toTensorVector().size());
  if (value.isTensor() || value.isInt() || value.isBool() || value.isDouble()) return 2;
  throw std::invalid_argument(op.name + "(): a result of type " + value.tagKind() + " cannot pass the door");
}

void write(Writer& writer, const IValue& value) {
  if (value.isTensor()) {
    writer.word(kTensor);
    writer.word(value.toTensor().defined() ? door::tensors().add(value.toTensor()) : 0);
  } else if (value.isInt()) {
    writer.word(kInt);
    writer.word(value.toInt());
  } else if (value.isBool()) {
    writer.word(kBool);
    writer.word(value.toBool());
  } else if (value.isDouble()) {
    writer.real(value.toDouble());
  } else {
    auto list = value.toTensorVector();
    writer.word(kTensorList);
    writer.word(static_cast<int64_t>(list.size()));
    for (auto& tensor : list) writer.word(door::tensors().add(tensor));
  }
}

}  // namespace

// The operator's handle, or -1.
DOOR int64_t st_operator(const char* name, const char* overload) {
  return door::guarded<int64_t>(-1, [&] {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!found)
      throw std::invalid_argument(std::string("this libtorch has no operator ") + name + (*overload ? "." : "") + overload);
    std::vector<Parameter> parameters;
    for (const auto& argument : found->schema().arguments()) parameters.push_back(describe(argument));
    std::string short_name = name;
    const auto colon = short_name.rfind(':');
    if (colon != std::string::npos) short_name.erase(0, colon + 1);
    std::lock_guard<std::mutex> lock(operators_mutex);
    operators().push_back({*found, short_name, std::move(parameters)});
    return static_cast<int64_t>(operators().size() - 1);
  });
}

// Calls it; trailing arguments may be left out where the schema has defaults. Returns the words written to results, or -1;
// with a capacity of 0 results are dropped.
DOOR int64_t st_call(int64_t op_handle, const int64_t* words, int64_t count, int64_t* results, int64_t capacity) {
  return door::guarded<int64_t>(-1, [&] {
    Operator* op;
    {
      std::lock_guard<std::mutex> lock(operators_mutex);
      if (op_handle < 0 || op_handle >= static_cast<int64_t>(operators().size())) throw std::invalid_argument("there is no such operator");
      op = &operators()[op_handle];
    }
    if (count < 0) throw std::invalid_argument("the argument stream is cut short");
    Reader reader(words, count);
    torch::jit::Stack stack;
    stack.reserve(op->parameters.size());
    for (const auto& parameter : op->parameters) {
      if (!reader.done())
        stack.push_back(argument(reader, *op, parameter));
      else if (parameter.has_fallback)
        stack.push_back(parameter.fallback);
      else
        throw std::invalid_argument(op->name + "(): argument '" + parameter.name + "' is missing");
    }
    if (!reader.done()) throw std::invalid_argument(op->name + "(): too many arguments");
    op->handle.callBoxed(&stack);

    // The caller of an in-place operator has the result already.
    if (capacity == 0) return int64_t{0};
    int64_t needed = 0;
    for (const auto& value : stack) needed += words_of(*op, value);
    if (needed > capacity) throw std::length_error(op->name + "(): there is no room for the operator's results");
    Writer writer(results, capacity);
    for (const auto& value : stack) write(writer, value);
    return writer.used();
  });
}
