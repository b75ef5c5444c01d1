/// The numeric kernels of Lacuna.
///
/// One source body is compiled for each instruction set and for both precisions; a table of functions is chosen once,
/// when the program starts. Every table works on one precision, so that pointers to numbers are `void *`: Float32 for the
/// tables of `lacuna_kernels_float`, Float64 for `lacuna_kernels_double`.
///
/// Conventions
/// - An array has three axes: rows × samples × features. A stride counts elements, not bytes; a stride of 0 repeats.
/// - "Contiguous" means row-major without gaps: strides {samples·features, features, 1}.
/// - `accumulate` says whether a result is added to what is there (1) or replaces it (0). A destination with a stride
///   of 0 is always a sum over the repeated axis, formed in index order, and must be accumulated into.
/// - Results for one row never depend on which other rows are computed with it, nor on its place among them.
/// - No kernel allocates memory, keeps state or reads beyond what it is given. Pointers need only element alignment,
///   except for packed panels and scratch memory, which are aligned to 64 bytes.
#ifndef LACUNA_KERNELS_H
#define LACUNA_KERNELS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// Extents of an array.
typedef struct {
    long rows, samples, features;
} lacuna_shape;

/// Distances between neighbours along each axis, in elements; 0 repeats.
typedef struct {
    long row, sample, feature;
} lacuna_strides;

/// Elementwise functions of one argument.
typedef enum : int32_t {
    lacuna_negate,
    lacuna_absolute,
    lacuna_square,
    lacuna_square_root,
    lacuna_reciprocal,
    lacuna_exp,
    lacuna_expm1,
    lacuna_log,
    lacuna_log1p,
    lacuna_tanh,
    lacuna_sigmoid,
    lacuna_softplus,
    lacuna_log_sigmoid,
    lacuna_relu,
    lacuna_erf,
    lacuna_normal_cdf,
    lacuna_lgamma,
    lacuna_digamma,
    /// lgamma((x+1)/2) − lgamma(x/2), the normaliser of Student's t with x degrees of freedom, for x > 0.
    lacuna_lgamma_half_difference,
    /// Its derivative, (digamma((x+1)/2) − digamma(x/2)) / 2.
    lacuna_digamma_half_difference,
    lacuna_trigamma,
    lacuna_unary_count
} lacuna_unary;

/// Elementwise functions of two arguments.
typedef enum : int32_t {
    lacuna_add,
    lacuna_subtract,
    lacuna_multiply,
    lacuna_divide,
    lacuna_maximum,
    lacuna_minimum,
    lacuna_binary_count
} lacuna_binary;

/// Activations whose derivative can be written with the output alone; they can be fused with a matrix product.
typedef enum : int32_t {
    lacuna_activation_identity,
    lacuna_activation_tanh,
    lacuna_activation_relu,
    lacuna_activation_sigmoid,
    lacuna_activation_softplus,
    lacuna_activation_elu
} lacuna_activation;

/// Densities with a fused sum over the features. Parameters by number: 0, 1, 2.
typedef enum : int32_t {
    /// 0 mean, 1 standard deviation.
    lacuna_density_gaussian,
    /// 0 location, 1 scale, 2 degrees of freedom.
    lacuna_density_student_t,
    /// 0 logit; the value lies in [0, 1].
    lacuna_density_bernoulli
} lacuna_density;

/// One operand: numbers and how they lie. A null pointer means "absent".
typedef struct {
    const void *_Nullable values;
    lacuna_strides strides;
} lacuna_operand;

/// A gradient to be written. A null pointer means "not wanted".
typedef struct {
    void *_Nullable values;
    lacuna_strides strides;
    int32_t accumulate;
} lacuna_gradient;

/// Parameters of one Adam step; the corrections for the bias of the moments are computed by the caller.
typedef struct {
    double learning_rate, beta1, beta2, epsilon;
    /// 1 / (1 − beta1^t) and 1 / (1 − beta2^t).
    double correction1, correction2;
    /// Factor on the gradient (limit of the gradient norm).
    double gradient_scale;
    /// L2 decay applied to the parameter itself, decoupled from the gradient (0: none).
    double weight_decay;
} lacuna_adam_step;

/// Where random numbers come from: Philox4x32-10 with a 64-bit key and the counter
/// (block of four words, sample, low word of the row's address, high word of the row's address).
/// Number f of sample s of a row depends on (key, addresses[row], first_sample + s, f) alone.
typedef struct {
    uint64_t key;
    const uint64_t *addresses;
    uint32_t first_sample;
} lacuna_noise;

/// The functions of one instruction set and one precision.
typedef struct {
    /// "avx512", "avx2" or "baseline".
    const char *instruction_set;
    /// Bytes of a number: 4 or 8.
    long element_size;

    // MARK: Matrix products

    /// Number of elements that `pack` writes for a depth × columns matrix (a multiple of 64 bytes' worth).
    long (*packed_count)(long depth, long columns);
    /// Packs a depth × columns matrix, element (k, n) at source[k·row_stride + n·column_stride], for `gemm`.
    void (*pack)(long depth, long columns, const void *source, long row_stride, long column_stride, void *panels);
    /// c = activation(a·B + bias), or c += a·B + bias when accumulating (then the activation must be the identity).
    /// Element (m, k) of a at a[m·a_row_stride + k·a_column_stride]; c is row-major with leading dimension c_row_stride;
    /// only rows × columns cells of c are touched. Each cell is one sum over k in index order, whatever the shapes.
    void (*gemm)(long rows, long columns, long depth, const void *a, long a_row_stride, long a_column_stride,
        const void *panels, void *c, long c_row_stride, int32_t accumulate, const void *_Nullable bias,
        lacuna_activation activation);
    /// One pass over the output gradient of a layer y = activation(…): pre = gradient ∘ activation′(y), written
    /// contiguously to `pre_gradient` (may be `gradient` itself); packed as the right factor of Xᵀ·pre into `panels` (depth =
    /// rows); its column sums go to `bias_gradient` where that is wanted. `output` is not read for the identity.
    void (*pack_output_gradient)(long rows, long columns, const void *gradient, const void *output,
        lacuna_activation activation, void *pre_gradient, void *panels, void *_Nullable bias_gradient,
        int32_t accumulate_bias);

    // MARK: Elementwise, with broadcasting

    /// y = f(x); y contiguous of `shape`.
    void (*unary)(lacuna_unary function, lacuna_shape shape, lacuna_operand x, void *y);
    /// dx (+)= dy · f′; y and dy contiguous.
    void (*unary_backward)(lacuna_unary function, lacuna_shape shape, lacuna_operand x, const void *y, const void *dy,
        lacuna_gradient dx);
    /// y = f(a, b); y contiguous of `shape`.
    void (*binary)(lacuna_binary function, lacuna_shape shape, lacuna_operand a, lacuna_operand b, void *y);
    /// da (+)= …, db (+)= …; y and dy contiguous. At a tie of maximum and minimum the first argument has the gradient.
    void (*binary_backward)(lacuna_binary function, lacuna_shape shape, lacuna_operand a, lacuna_operand b,
        const void *y, const void *dy, lacuna_gradient da, lacuna_gradient db);
    /// y = where(condition ≠ 0, a, b), by selection: what stands in an unselected cell (NaN included) has no influence.
    void (*select)(lacuna_shape shape, lacuna_operand condition, lacuna_operand a, lacuna_operand b, void *y);
    /// da (+)= where(condition ≠ 0, dy, 0), db (+)= where(condition ≠ 0, 0, dy).
    void (*select_backward)(lacuna_shape shape, lacuna_operand condition, const void *dy, lacuna_gradient da,
        lacuna_gradient db);
    /// y (+)= factor · x, both strided. Copies, slices, repeats, sums over axes (destination stride 0).
    void (*copy)(lacuna_shape shape, double factor, lacuna_operand x, lacuna_gradient y);
    /// y = factor · x + offset, y contiguous.
    void (*affine)(lacuna_shape shape, double factor, double offset, lacuna_operand x, void *y);
    /// Fills contiguous memory.
    void (*fill)(long count, double value, void *y);

    // MARK: Reductions along the middle of outer × count × inner (contiguous)

    /// y[outer, inner] = log Σ exp x; −∞ where all are −∞.
    void (*log_sum_exp)(long outer, long count, long inner, const void *x, void *y);
    /// dx (+)= dy · exp(x − y).
    void (*log_sum_exp_backward)(long outer, long count, long inner, const void *x, const void *y, const void *dy,
        void *dx, int32_t accumulate);
    void (*softmax)(long outer, long count, long inner, const void *x, void *y);
    void (*softmax_backward)(long outer, long count, long inner, const void *y, const void *dy, void *dx,
        int32_t accumulate);
    void (*log_softmax)(long outer, long count, long inner, const void *x, void *y);
    void (*log_softmax_backward)(long outer, long count, long inner, const void *y, const void *dy, void *dx,
        int32_t accumulate);
    /// y = max along the axis; the index of the first maximum goes to `index` where that is wanted.
    void (*maximum_along)(long outer, long count, long inner, const void *x, void *y, int32_t *_Nullable index);
    /// y = inclusive running sum along the axis.
    void (*running_sum)(long outer, long count, long inner, const void *x, void *y);
    void (*running_sum_backward)(long outer, long count, long inner, const void *dy, void *dx, int32_t accumulate);
    /// log-softmax of consecutive groups of features in each of `rows` contiguous rows; the widths add up to the row.
    void (*log_softmax_groups)(long rows, long groups, const long *widths, const void *x, long x_row_stride, void *y);
    void (*log_softmax_groups_backward)(long rows, long groups, const long *widths, const void *y, const void *dy,
        void *dx, long dx_row_stride, int32_t accumulate);

    // MARK: Log-densities, summed over the observed features

    /// y[row, sample] = Σ_features observed · log p(value | parameters), in nats. An absent `observed` means all are.
    /// What stands in an unobserved cell, value or parameter (NaN included), has no influence.
    void (*log_density)(lacuna_density density, lacuna_shape shape, lacuna_operand value, lacuna_operand observed,
        lacuna_operand parameter0, lacuna_operand parameter1, lacuna_operand parameter2, void *y);
    /// Gradients of the same with the upstream dy[row, sample].
    void (*log_density_backward)(lacuna_density density, lacuna_shape shape, lacuna_operand value,
        lacuna_operand observed, lacuna_operand parameter0, lacuna_operand parameter1, lacuna_operand parameter2,
        const void *dy, lacuna_gradient dvalue, lacuna_gradient dparameter0, lacuna_gradient dparameter1,
        lacuna_gradient dparameter2);

    // MARK: Averaged sigmoids

    /// For each wanted cell log E[σ(location + scale · ε)] in nats, and its derivatives by location, by scale and by the
    /// degrees of freedom: y is contiguous rows × samples × (3 or 4) · features, the values of all features first. ε is
    /// standard normal where `degrees` is absent, else Student's t. With `is_tilt` y is E[ε σ] / E[σ] alone. An absent
    /// `wanted` means all; a cell that is not wanted has 0 and no influence. Computed in 64 bits, in either precision;
    /// numbers beyond 1e15 count as that, degrees of freedom below 1 as 1.
    void (*log_mean_sigmoid)(lacuna_shape shape, lacuna_operand wanted, lacuna_operand location, lacuna_operand scale,
        lacuna_operand degrees, int32_t is_tilt, void *y);
    /// Gradients of Σ_features of the values in `cells`, which the kernel above has made with or without degrees, with
    /// the upstream dy[row, sample].
    void (*log_mean_sigmoid_backward)(lacuna_shape shape, lacuna_operand wanted, const void *cells, const void *dy,
        lacuna_gradient dlocation, lacuna_gradient dscale, lacuna_gradient ddegrees, int32_t has_degrees);

    // MARK: Implicit reparametrisation of mixtures

    /// Bytes of scratch memory that `normal_mixture_transport_backward` needs.
    long (*normal_mixture_transport_scratch)(long components, long latents);
    /// Gradients of the parameters of a mixture of normal distributions through draws from it, latent by latent, with the
    /// upstream dy (contiguous of `shape`, rows × samples × latents; the latent is strided). The weights are given by
    /// their logarithms up to a constant, components along the features; location and scale > 0 are rows × components ×
    /// latents. A latent moves by at most velocity_limit of the scales around it for a unit of a log-weight, INFINITY for
    /// no limit. A gradient that is wanted has its operand's strides. Computed in 64 bits, in either precision.
    void (*normal_mixture_transport_backward)(lacuna_shape shape, long components, lacuna_operand latent,
        lacuna_operand log_weights, lacuna_operand location, lacuna_operand scale, double velocity_limit,
        const void *dy, lacuna_gradient dlog_weights, lacuna_gradient dlocation, lacuna_gradient dscale, void *scratch);

    // MARK: Noise, contiguous rows × samples × features

    /// Uniform on the open interval (0, 1).
    void (*uniform)(lacuna_shape shape, lacuna_noise noise, void *y);
    /// Standard normal.
    void (*normal)(lacuna_shape shape, lacuna_noise noise, void *y);
    /// Standard exponential.
    void (*exponential)(lacuna_shape shape, lacuna_noise noise, void *y);
    /// Gamma with unit scale; `concentration` > 0 is strided.
    void (*gamma)(lacuna_shape shape, lacuna_noise noise, lacuna_operand concentration, void *y);
    /// Standard Student's t; `degrees` > 0 is strided.
    void (*student_t)(lacuna_shape shape, lacuna_noise noise, lacuna_operand degrees, void *y);

    // MARK: Flat buffers (parameters, importance weights)

    /// y = Σ sources[i], in the order of the list.
    void (*sum_buffers)(long count, long sources_count, const void *_Nonnull const *_Nonnull sources,
        void *y);
    /// Σ x², in Float64, in blocks whose bounds depend on count alone.
    double (*sum_of_squares)(long count, const void *x);
    /// Whether all are finite.
    int32_t (*all_finite)(long count, const void *x);
    /// One Adam step. `largest` (AMSGrad) is the running maximum of the second moment, or null.
    void (*adam)(long count, lacuna_adam_step step, const void *gradient, void *parameter, void *first, void *second,
        void *_Nullable largest);
    /// One step of stochastic gradient descent with momentum (`velocity` may be null when momentum is 0).
    void (*sgd)(long count, double learning_rate, double momentum, double gradient_scale, const void *gradient,
        void *parameter, void *_Nullable velocity);
    /// y[feature] += Σ_sample weights[sample] · x[sample·x_sample_stride + feature], samples in index order.
    void (*weighted_sum)(long samples, long features, const void *weights, const void *x, long x_sample_stride,
        void *y);

    // MARK: Measuring

    /// Chains of fused multiply-adds on registers alone; returns how many floating-point operations they were.
    double (*multiply_add)(long repetitions);
} lacuna_kernels;

/// The instruction sets compiled in that this processor can run, best first, separated by spaces.
const char *lacuna_available_instruction_sets(void);

/// The table for Float32 of the named instruction set, or null where it is unknown here or this processor lacks it.
const lacuna_kernels *_Nullable lacuna_kernels_float_named(const char *name);

/// The table for Float32: the best the processor runs, or the one that the environment variable
/// `LACUNA_INSTRUCTION_SET` names. Chosen once. A name that cannot be had is ignored here and reported by
/// `lacuna_instruction_set_override_failed`.
const lacuna_kernels *lacuna_kernels_float(void);

/// The table for Float64 (plain loops over the C library's functions; for checks and exactness, not for speed).
const lacuna_kernels *lacuna_kernels_double(void);

/// 1 when `LACUNA_INSTRUCTION_SET` names something that cannot be had.
int32_t lacuna_instruction_set_override_failed(void);

/// Philox4x32-10: four words from a key and a counter.
void lacuna_philox(uint64_t key, const uint32_t counter[_Nonnull 4], uint32_t result[_Nonnull 4]);

/// The version of the compiler that compiles the code which includes this header: inline, so that whoever calls it says its
/// own.
static inline const char *lacuna_compiler_version(void) { return __VERSION__; }

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
