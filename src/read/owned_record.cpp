#include "read/keep_views.hpp"

namespace lihi {

owned_record::owned_record(const record& from) : record_(from) { storage_ = keep_views(record_); }

} // namespace lihi
